# What the scripts share: where the project is, where its data lie, which servers run there.
# To be sourced: . "$(dirname "${BASH_SOURCE[0]}")/lib/house.sh"

house=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

# The comment at the top of a script is its help.
help_of() {
    sed -n '2,/^$/ s/^# \{0,1\}//p' "$1"
}

complain() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# PostgreSQL refuses to run as root; its own user must be able to pass to the folder, and home folders are
# often closed. So root's data lie under /var/lib.
default_data_dir() {
    if [ "$(id -u)" = 0 ]; then echo "/var/lib/invest-crm$1"; else echo "$house/data$1"; fi
}

# The folder that tests/support/cluster.rs uses, by the same rule.
test_folder() {
    if [ "$(id -u)" = 0 ]; then
        echo "/var/tmp/invest-crm-tests-$(printf %s "$house" | sha256sum | cut -c1-8)"
    else
        echo "${CARGO_TARGET_DIR:-$house/target}/tmp/postgres"
    fi
}

# Asks every PostgreSQL whose data lie below the folder to stop, and waits until it has.
# A server works in its data folder; a number in a pid file may be anybody's.
stop_servers_below() {
    local below pid process waited=0
    below=$(readlink -f "$1")
    for process in /proc/[0-9]*; do
        pid=${process#/proc/}
        [[ $(readlink "$process/cwd" 2>/dev/null) == "$below"/*/data ]] || continue
        # Only the first process of a server has no other process of the server above it.
        grep -qs '^postgres:' "$process/cmdline" && continue
        kill -INT "$pid" 2>/dev/null || continue
        while [ -d "$process" ] && [ $((waited += 1)) -lt 300 ]; do sleep 0.1; done
    done
}

need_rust() {
    command -v cargo >/dev/null || complain "Rust is missing: install it from https://rustup.rs and run this again"
}
