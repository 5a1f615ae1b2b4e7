//! Measures the product beside the limit in one run, round by round in turn, and prints the ratios.

mod cases;
mod data;
mod import;
mod load;
mod pipeline;
mod report;
mod server;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;

use cases::{Case, Maker, Side};
use report::{Report, Round};
use server::{Database, Server};

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What is measured and how long.
struct Plan {
    projects: usize,
    rounds: usize,
    seconds: f64,
    import_rows: usize,
    imports: usize,
    only: Option<String>,
    data: PathBuf,
    keep: bool,
    program: PathBuf,
    document: Option<PathBuf>,
}

impl Plan {
    fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }
}

fn plan() -> Result<Plan, Failure> {
    let mut args = std::env::args().skip(1);
    let mut plan = Plan {
        projects: 100_000,
        rounds: 5,
        seconds: 3.0,
        import_rows: 100_000,
        imports: 3,
        only: None,
        data: PathBuf::from(format!("/var/tmp/invest-crm-bench-{}", std::process::id())),
        keep: false,
        program: PathBuf::new(),
        document: None,
    };
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match arg.as_str() {
            "--quick" => {
                (plan.projects, plan.rounds, plan.seconds) = (20_000, 3, 1.0);
                (plan.import_rows, plan.imports) = (10_000, 1);
            }
            "--only" => plan.only = Some(value()?),
            "--rounds" => plan.rounds = value()?.parse()?,
            "--imports" => plan.imports = value()?.parse()?,
            "--seconds" => plan.seconds = value()?.parse()?,
            "--data" => (plan.data, plan.keep) = (value()?.into(), true),
            "--program" => plan.program = value()?.into(),
            "--write" => plan.document = Some(value()?.into()),
            other => return Err(format!("unknown: {other}").into()),
        }
    }
    Ok(plan)
}

fn main() -> std::process::ExitCode {
    let done = plan().and_then(|plan| {
        let done = measure(&plan);
        if !plan.keep {
            let _ = std::fs::remove_dir_all(&plan.data);
        }
        done
    });
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn beside(name: &str) -> Result<PathBuf, Failure> {
    Ok(std::env::current_exe()?.with_file_name(name))
}

fn measure(plan: &Plan) -> Result<(), Failure> {
    std::fs::create_dir_all(&plan.data)?;
    let settings = [
        ("DATA_DIR", plan.data.display().to_string()),
        ("LOG", "info".to_owned()),
    ];
    let start = || {
        Server::start(
            &plan.program,
            &["serve", "--no-demo"],
            &settings,
            &plan.data.join("server.log"),
        )
    };
    let product = start()?;
    let database = Database::of(&plan.data);
    let url = database.owner_url()?;
    let mut report = Report::default();
    if plan.wants("memory") {
        std::thread::sleep(Duration::from_secs(2));
        report.figure(
            "the idle server",
            &format!("**{:.0} MB**", product.memory()?.0),
            "≤ 40 MB",
        );
    }
    let organization = match data::organization(&url)? {
        Some(organization) => organization,
        None => filled(plan, &url)?,
    };
    let data = Rc::new(data::read(&url, organization)?);
    eprintln!("{} projects in one organization", data.rows.len());
    loads(plan, &mut report, &product, &database, &data)?;
    if plan.wants("pipeline") {
        pipeline::measure(plan, &mut report, &product, &database, organization)?;
    }
    if plan.wants("memory") {
        report.figure(
            "the server after this load",
            &format!("{:.0} MB", product.memory()?.0),
            "–",
        );
    }
    drop(product);
    if plan.wants("import") {
        imports(plan, &mut report, &start()?, &url)?;
    }
    let text = report.text(&heading(plan, data.rows.len()));
    if let Some(document) = &plan.document {
        report::write_into(document, &text)?;
    }
    Ok(())
}

/// Fills the empty database and lets the product make its own copies.
fn filled(plan: &Plan, url: &str) -> Result<uuid::Uuid, Failure> {
    eprintln!("filling {} projects", plan.projects);
    data::fill(url, plan.projects)?;
    let organization = data::organization(url)?.ok_or("nothing was filled")?;
    let done = Command::new(&plan.program)
        .args(["refresh", "--organization", &organization.to_string()])
        .env("DATA_DIR", &plan.data)
        .status()?;
    if !done.success() {
        return Err("invest-crm refresh failed".into());
    }
    data::settle(url)?;
    Ok(organization)
}

/// Starts the limit; it fills up to the bytes that the product sends.
fn limit(
    plan: &Plan,
    url: &str,
    organization: uuid::Uuid,
    blanks: [usize; 3],
) -> Result<Server, Failure> {
    let mut settings = vec![
        ("DATABASE_URL", url.to_owned()),
        ("ORGANIZATION", organization.to_string()),
    ];
    for (name, n) in ["ROW_BLANKS", "PAGE_BLANKS", "EDIT_BLANKS"]
        .into_iter()
        .zip(blanks)
    {
        settings.push((name, n.to_string()));
    }
    Server::start(
        &beside("limit")?,
        &[],
        &settings,
        &plan.data.join("limit.log"),
    )
}

fn bytes(server: &Server, maker: &Maker, case: Case) -> Result<usize, Failure> {
    let (status, _, body) = load::once(server.port, &cases::sample(maker, case))?;
    if status != 200 {
        return Err(format!(
            "{case:?} is answered {status}: {}",
            body.chars().take(300).collect::<String>()
        )
        .into());
    }
    Ok(body.len())
}

fn loads(
    plan: &Plan,
    report: &mut Report,
    product: &Server,
    database: &Database,
    data: &Rc<data::Data>,
) -> Result<(), Failure> {
    let url = database.owner_url()?;
    let maker = |side| -> Result<Maker, Failure> {
        let odd = usize::from(side == Side::Limit);
        let known = data::versions(&url, data.organization)?;
        let of = |slot: usize| {
            known
                .get(&data.rows[2 * slot + odd].0)
                .copied()
                .unwrap_or(1)
        };
        let versions = (0..cases::slots(data::PEOPLE)).map(of).collect();
        Ok(Maker {
            data: data.clone(),
            versions: Rc::new(RefCell::new(versions)),
            side,
        })
    };
    let ours = maker(Side::Product)?;
    let theirs = maker(Side::Limit)?;
    let bare = limit(plan, &url, data.organization, [0; 3])?;
    let rows = bytes(product, &ours, Case::FirstRows)?;
    let blanks = [
        rows.saturating_sub(bytes(&bare, &theirs, Case::FirstRows)?) / 60,
        bytes(product, &ours, Case::Page)?.saturating_sub(rows),
        bytes(product, &ours, Case::Edit)?,
    ];
    drop(bare);
    let limit = limit(plan, &url, data.organization, blanks)?;
    let asked = [
        (
            Case::FirstRows,
            "first",
            "first rows, 16 connections",
            16,
            "≥ 0.7",
        ),
        (
            Case::DeepRows,
            "deep",
            "rows deep in the list, 16 connections",
            16,
            "≥ 0.7",
        ),
        (
            Case::Page,
            "page",
            "the whole register page, 16 connections",
            16,
            "≥ 0.7",
        ),
        (
            Case::Edit,
            "edit",
            "one cell edited, 16 connections",
            16,
            "≥ 0.6",
        ),
        (
            Case::EditBare,
            "edit-bare",
            "the same, a limit that renews no copy for the register",
            16,
            "–",
        ),
        (
            Case::People,
            "people",
            "30 people: rows, pages and edits without pause",
            30,
            "p95 < 150 ms",
        ),
    ];
    let pid = database.pid()?;
    for (case, part, name, connections, aim) in asked {
        if !plan.wants(part) && !plan.wants("load") {
            continue;
        }
        let mut rounds = Vec::new();
        for _ in 0..=plan.rounds {
            let (product, product_cpu) = round(plan, product, pid, &ours, case, connections)?;
            let (limit, limit_cpu) = round(plan, &limit, pid, &theirs, case, connections)?;
            rounds.push(Round {
                product,
                product_cpu,
                limit,
                limit_cpu,
            });
        }
        // The first round warms up.
        report.load(name, aim, &rounds[1..]);
    }
    if plan.wants("gzip") {
        let mut ratios = Vec::new();
        for _ in 0..plan.rounds {
            let (plain, _) = round(plan, product, pid, &ours, Case::DeepRows, 16)?;
            let (packed, _) = round(plan, product, pid, &ours, Case::GzipRows, 16)?;
            ratios.push(packed.rate / plain.rate);
        }
        report.spread("rows by gzip against rows as they are", ratios, "", "≥ 0.7");
    }
    Ok(())
}

fn round(
    plan: &Plan,
    server: &Server,
    database: u32,
    maker: &Maker,
    case: Case,
    connections: usize,
) -> Result<(load::Stats, f64), Failure> {
    let makers = (0..connections).map(|c| maker.requests(case, c)).collect();
    let before = server::seconds(server, database);
    let stats = load::run(server.port, Duration::from_secs_f64(plan.seconds), makers)?;
    if stats.wrong > 0 {
        return Err(format!(
            "{case:?} of {:?}: {} of {} answers are not 200",
            maker.side, stats.wrong, stats.requests
        )
        .into());
    }
    let cpu = (server::seconds(server, database) - before) * 1000.0 / stats.requests.max(1) as f64;
    Ok((stats, cpu))
}

fn imports(plan: &Plan, report: &mut Report, product: &Server, url: &str) -> Result<(), Failure> {
    let sheet = beside("sheet")?;
    let file = plan.data.join("bench.xlsx");
    let name = file.display().to_string();
    if !file.exists() {
        import::sheet(
            &sheet,
            &["write", &name, &plan.import_rows.to_string()],
            url,
        )?;
    }
    let rows = plan.import_rows;
    let [mut copies, mut reads, mut writes, mut ratios, mut memory] = [const { Vec::new() }; 5];
    for _ in 0..plan.imports {
        let copy = import::sheet(&sheet, &["copy", &name], url)?;
        let done = import::bring(product, url, Path::new(&file))?;
        eprintln!(
            "import: {:.2} + {:.2} s, {:.0} MB; limit {copy:.2} s",
            done.reading, done.writing, done.memory
        );
        ratios.push((done.reading + done.writing) / copy);
        copies.push(copy);
        reads.push(done.reading);
        writes.push(done.writing);
        memory.push(done.memory);
    }
    report.spread(
        &format!("{rows} rows × 40 columns: streamed and copied bare"),
        copies,
        "s",
        "–",
    );
    report.spread("the same imported: read and understood", reads, "s", "–");
    report.spread(
        "the same imported: read again, written, indexed, committed",
        writes,
        "s",
        "–",
    );
    report.spread("import against streaming and COPY", ratios, "×", "≤ 4 ×");
    report.spread("memory above idle at most", memory, "MB", "≤ 150 MB");
    std::thread::sleep(Duration::from_secs(15));
    report.figure(
        "the server 15 s after",
        &format!("{:.0} MB", product.memory()?.0),
        "–",
    );
    Ok(())
}

fn heading(plan: &Plan, projects: usize) -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let of = |text: &str, name: &str| {
        let line = text
            .lines()
            .find(|l| l.starts_with(name))
            .unwrap_or_default();
        line.split_once(':')
            .map_or("", |(_, v)| v)
            .trim()
            .to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = of(&read("/proc/meminfo"), "MemTotal")
        .split(' ')
        .next()
        .and_then(|n| n.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1e6;
    format!(
        "Measured on {}: {}, {cores} cores, {memory:.0} GB, Linux {}; {projects} projects in one organization and 300 small ones; \
         {} rounds of {} s each in turn; least / **middle** / most.",
        chrono::Local::now().format("%Y-%m-%d %H:%M"),
        of(&read("/proc/cpuinfo"), "model name"),
        read("/proc/sys/kernel/osrelease").trim(),
        plan.rounds,
        plan.seconds,
    )
}
