#!/usr/bin/env bash
# Starts a standalone cluster: a JobManager on the host in conf/masters and a TaskManager for each line of conf/workers.
# Other hosts are reached with ssh and have the distribution at the same path.
set -u
bin=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
. "$bin/config.sh"
. "$bin/daemon.sh"

usage="Usage: start-cluster.sh [-Dkey=value ...]"
case ${1:-} in -h | --help) echo "$usage" && exit 0 ;; esac
weir_check_options "$usage" "$@"
weir_process_facts "$@"

masters=$(weir_hosts masters) || exit $?
workers=$(weir_hosts workers) || exit $?
[ "$(printf '%s\n' "$masters" | grep -c .)" -le 1 ] ||
  weir_fail 2 "conf/masters lists more than one host: a standby JobManager needs high availability, which this version does not have."

for host in $masters $workers; do
  if ! weir_is_local "$host" && weir_is_loopback "$WEIR_JM_HOST"; then
    weir_fail 2 "The host $host cannot reach a JobManager at $WEIR_JM_HOST: set jobmanager.rpc.address to the name by which other hosts reach it."
  fi
done

weir_ensure_secret
failed=0
for host in ${masters:-localhost}; do
  weir_on_host "$host" jobmanager.sh start "$@" || exit $?
done
for host in $workers; do
  weir_on_host "$host" taskmanager.sh start "$@" || failed=$?
done
exit "$failed"
