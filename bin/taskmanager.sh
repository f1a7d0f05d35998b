#!/usr/bin/env bash
# Starts or stops TaskManagers of a standalone cluster on this host. "stop" ends the one that was started last.
set -u
bin=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
. "$bin/config.sh"
. "$bin/daemon.sh"

usage="Usage: taskmanager.sh start|start-foreground|stop|stop-all [-Dkey=value ...]"
case ${1:-} in
  start | start-foreground | stop | stop-all) action=$1 && shift ;;
  -h | --help) echo "$usage" && exit 0 ;;
  *) weir_fail 2 "$usage" ;;
esac
weir_check_options "$usage" "$@"
weir_process_facts "$@"

case $action in
  start) weir_start taskmanager "$@" ;;
  start-foreground) weir_foreground taskmanager "$@" ;;
  stop) weir_stop taskmanager ;;
  stop-all) weir_stop taskmanager all ;;
esac
