//! Hand-written SQL that is prepared once per connection. `diesel::sql_query` is parsed and planned
//! anew on each call, which costs more than the work itself in statements that run on every request.

use std::borrow::Cow;
use std::marker::PhantomData;

use diesel::pg::{Pg, PgConnection};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Untyped};

/// SQL with `$1`, `$2` … and their values; made by [`sql`].
pub struct Statement<'a> {
    text: Cow<'static, str>,
    binds: Vec<Box<dyn PushBind + Send + 'a>>,
}

trait PushBind {
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()>;
}

struct Typed<T, V>(V, PhantomData<fn() -> T>);

impl<T, V> PushBind for Typed<T, V>
where
    Pg: HasSqlType<T>,
    V: ToSql<T, Pg>,
{
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_bind_param::<T, V>(&self.0)
    }
}

/// Starts a statement. Only a literal is accepted, so nothing that a person typed becomes SQL.
/// A placeholder may stand several times.
pub fn sql<'a>(text: &'static str) -> Statement<'a> {
    Statement {
        text: Cow::Borrowed(text),
        binds: Vec::new(),
    }
}

/// The same for a text put together from literals, where filters come and go. Each combination is
/// prepared once; values go into `bind`, never into the text.
pub fn assembled<'a>(text: String) -> Statement<'a> {
    Statement {
        text: Cow::Owned(text),
        binds: Vec::new(),
    }
}

impl<'a> Statement<'a> {
    /// The value of the next placeholder, with its SQL type.
    pub fn bind<T, V>(mut self, value: V) -> Self
    where
        T: 'a,
        Pg: HasSqlType<T>,
        V: ToSql<T, Pg> + Send + 'a,
    {
        self.binds.push(Box::new(Typed::<T, V>(value, PhantomData)));
        self
    }
}

impl<'a> Statement<'a> {
    /// Says the types of the columns, so that rows are read by place: by name, each column of each row
    /// is looked for among all.
    pub fn by_place<T>(self) -> ByPlace<'a, T> {
        ByPlace(self, PhantomData)
    }
}

/// A statement whose rows are read by place; made by [`Statement::by_place`].
pub struct ByPlace<'a, T>(Statement<'a>, PhantomData<fn() -> T>);

impl<T> QueryFragment<Pg> for ByPlace<'_, T> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

impl<T> QueryId for ByPlace<'_, T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T> Query for ByPlace<'_, T> {
    type SqlType = T;
}

impl<T> diesel::query_dsl::RunQueryDsl<PgConnection> for ByPlace<'_, T> {}

impl QueryFragment<Pg> for Statement<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut text = self.text.as_ref();
        while let Some(at) = text.find('$') {
            out.push_sql(&text[..at]);
            let digits = text[at + 1..]
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(text.len() - at - 1);
            let number: usize = text[at + 1..at + 1 + digits]
                .parse()
                .map_err(|_| wrong("a dollar sign without a number"))?;
            let bind = number
                .checked_sub(1)
                .and_then(|i| self.binds.get(i))
                .ok_or_else(|| wrong("a placeholder without a value"))?;
            bind.push(&mut out)?;
            text = &text[at + 1 + digits..];
        }
        out.push_sql(text);
        Ok(())
    }
}

fn wrong(what: &'static str) -> diesel::result::Error {
    diesel::result::Error::QueryBuilderError(what.into())
}

// No static id: the cache of prepared statements is keyed by the text.
impl QueryId for Statement<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Statement<'_> {
    type SqlType = Untyped;
}

impl diesel::query_dsl::RunQueryDsl<PgConnection> for Statement<'_> {}
