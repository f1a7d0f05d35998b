#!/usr/bin/env bash
# Starts or stops the JobManager of a standalone cluster on this host.
set -u
bin=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
. "$bin/config.sh"
. "$bin/daemon.sh"

usage="Usage: jobmanager.sh start|start-foreground|stop [-Dkey=value ...]"
case ${1:-} in
  start | start-foreground | stop) action=$1 && shift ;;
  -h | --help) echo "$usage" && exit 0 ;;
  *) weir_fail 2 "$usage" ;;
esac
weir_check_options "$usage" "$@"
weir_process_facts "$@"

case $action in
  start) weir_start jobmanager "$@" ;;
  start-foreground) weir_foreground jobmanager "$@" ;;
  stop) weir_stop jobmanager ;;
esac
