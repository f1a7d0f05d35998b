#!/usr/bin/env bash
# Starts a standalone cluster: a JobManager on the host in conf/masters and a TaskManager for each line of conf/workers.
# With high availability, conf/masters may have several lines: one JobManager leads, the others stand by.
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
[ -n "$WEIR_ELECTED" ] || [ "$(printf '%s\n' "$masters" | grep -c .)" -le 1 ] ||
  weir_fail 2 "conf/masters lists more than one host: standby JobManagers need high-availability.type: zookeeper."

for host in $masters $workers; do
  if [ -z "$WEIR_ELECTED" ] && ! weir_is_local "$host" && weir_is_loopback "$WEIR_JM_HOST"; then
    weir_fail 2 "The host $host cannot reach a JobManager at $WEIR_JM_HOST: set jobmanager.rpc.address to the name by which other hosts reach it."
  fi
done

weir_ensure_secret
failed=0
for host in ${masters:-localhost}; do
  if [ -n "$WEIR_ELECTED" ]; then
    # Each JobManager has an address of its own.
    weir_on_host "$host" jobmanager.sh start "$@" "-Djobmanager.rpc.address=$host" || failed=$?
  else
    weir_on_host "$host" jobmanager.sh start "$@" || exit $?
  fi
done
for host in $workers; do
  weir_on_host "$host" taskmanager.sh start "$@" || failed=$?
done
exit "$failed"
