#!/usr/bin/env bash
# Starts a session on YARN that takes many jobs, or attaches to one: "yarn-session.sh --help" says more.
# Environment: as for weir.
set -u
bin=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
. "$bin/config.sh"
weir_exec_client io.weir.client.YarnSession "$@"
