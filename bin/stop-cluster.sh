#!/usr/bin/env bash
# Stops what start-cluster.sh started: the TaskManagers on the hosts in conf/workers, then the JobManager.
set -u
bin=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
. "$bin/config.sh"
. "$bin/daemon.sh"

usage="Usage: stop-cluster.sh [-Dkey=value ...]"
case ${1:-} in -h | --help) echo "$usage" && exit 0 ;; esac
weir_check_options "$usage" "$@"
weir_process_facts "$@"

workers=$(weir_hosts workers) || exit $?
masters=$(weir_hosts masters) || exit $?
failed=0
for host in $(printf '%s\n' "$workers" | sort -u); do
  weir_on_host "$host" taskmanager.sh stop-all "$@" || failed=$?
done
for host in ${masters:-localhost}; do
  weir_on_host "$host" jobmanager.sh stop "$@" || failed=$?
done
exit "$failed"
