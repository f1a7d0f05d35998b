# Starts and stops the processes of a standalone cluster; sourced after config.sh, never run.

# How long a process may take to come up, and to end when it is told to, in seconds.
WEIR_START_SECONDS=${WEIR_START_SECONDS:-60}
WEIR_STOP_SECONDS=${WEIR_STOP_SECONDS:-30}

# Daemons take options of the configuration only.
weir_check_options() { # usage, arguments
  local usage=$1 argument
  shift
  for argument in "$@"; do
    case $argument in
      -D?*=*) ;;
      *) weir_fail 2 "There is no argument '$argument'. $usage" ;;
    esac
  done
}

# Sets "command" to the command line of a role.
weir_command() { # role, log file, console or file, -Dkey=value ...
  local role=$1 log=$2 log4j=log4j.properties flag
  [ "$3" = console ] && log4j=log4j-console.properties
  shift 3
  command=("${weir_java[@]}")
  local flags=$WEIR_JOBMANAGER_FLAGS main=io.weir.runtime.entrypoint.StandaloneMain
  if [ "$role" = taskmanager ]; then
    flags=$WEIR_TASKMANAGER_FLAGS main=io.weir.runtime.entrypoint.TaskManagerMain
  fi
  while IFS= read -r flag; do
    [ -n "$flag" ] && command+=("$flag")
  done <<<"$flags"
  command+=(-Dweir.home="$WEIR_HOME" -Dlog4j2.configurationFile="$WEIR_CONF_DIR/$log4j" -Dlog.file="$log"
    -cp "$WEIR_HOME/lib/*" "$main")
  if [ "$role" = taskmanager ]; then
    command+=(--id "$WEIR_HOST-$$-$RANDOM" --resource-manager "$WEIR_JM_HOST:$WEIR_JM_PORT") # or the elected one's
  fi
  [ -n "$WEIR_SECRET_FILE" ] && command+=(-Dsecurity.cluster.secret-file="$WEIR_SECRET_FILE")
  command+=("$@")
}

# A TaskManager of a JobManager elsewhere must know that one's secret: a new one would only be refused.
weir_need_secret() { # role
  if [ "$1" = taskmanager ] && [ -z "$WEIR_ELECTED" ] && [ -n "$WEIR_SECRET_FILE" ] && [ ! -e "$WEIR_SECRET_FILE" ] && ! weir_is_local "$WEIR_JM_HOST"; then
    weir_fail 2 "There is no cluster secret in $WEIR_SECRET_FILE on $WEIR_HOST: copy it from the JobManager's host, $WEIR_JM_HOST."
  fi
  weir_ensure_secret
}

weir_foreground() { # role, -Dkey=value ...
  weir_need_secret "$1"
  weir_command "$1" /dev/null console "${@:2}"
  exec "${command[@]}"
}

# Keeps the last five logs of a process number.
weir_rotate() { # file
  local number
  [ -e "$1" ] || return 0
  for number in 4 3 2 1; do
    [ -e "$1.$number" ] && mv -f "$1.$number" "$1.$((number + 1))"
  done
  mv -f "$1" "$1.1"
}

# The ids of the running processes in a pid file, oldest first.
weir_running() { # pid file
  local pid
  [ -f "$1" ] || return 0
  while IFS= read -r pid; do
    weir_is_ours "$pid" && printf '%s\n' "$pid"
  done <"$1"
}

weir_start() { # role, -Dkey=value ...
  local role=$1 pid_file running number log out pid
  mkdir -p "$WEIR_LOG_DIR" "$WEIR_PID_DIR" ||
    weir_fail 2 "The directories $WEIR_LOG_DIR (env.log.dir) and $WEIR_PID_DIR (env.pid.dir) must be writable."
  pid_file=$(weir_pid_file "$role")
  running=$(weir_running "$pid_file")
  if [ "$role" = jobmanager ] && [ -n "$running" ] && [ -z "$WEIR_ELECTED" ]; then
    weir_fail 2 "A JobManager of this configuration runs already on $WEIR_HOST (process $running)."
  fi
  number=$(printf '%s' "$running" | grep -c .)
  weir_need_secret "$role"
  log=$WEIR_LOG_DIR/weir-$WEIR_USER-$role-$number-$WEIR_HOST.log
  out=${log%.log}.out
  weir_rotate "$log"
  weir_rotate "$out"
  weir_command "$role" "$log" file "${@:2}"
  nohup "${command[@]}" >"$out" 2>&1 </dev/null &
  pid=$!
  disown
  { [ -n "$running" ] && printf '%s\n' "$running"; printf '%s\n' "$pid"; } >"$pid_file"
  weir_await_start "$role" "$pid" "$out" "$log"
}

# A process says on its standard output when it serves.
weir_await_start() { # role, pid, out, log
  local name=JobManager tenths=$((WEIR_START_SECONDS * 10))
  [ "$1" = taskmanager ] && name=TaskManager
  while [ "$tenths" -gt 0 ]; do
    if grep -q "^$name .*ready" "$3" 2>/dev/null; then
      echo "$(grep "^$name .*ready" "$3" | head -n 1) (process $2, log $4)"
      return 0
    fi
    if ! kill -0 "$2" 2>/dev/null; then
      echo "The $name ended while it was starting:" >&2
      tail -n 5 "$3" >&2
      weir_fail 3 "The $name could not be started. Its log: $4"
    fi
    sleep 0.1
    tenths=$((tenths - 1))
  done
  if [ "$1" = taskmanager ]; then
    weir_fail 3 "The $name (process $2) has not registered with the JobManager at $WEIR_JM_HOST:$WEIR_JM_PORT within $WEIR_START_SECONDS s; it keeps trying. Its log: $4"
  fi
  weir_fail 3 "The $name (process $2) does not answer after $WEIR_START_SECONDS s. Its log: $4"
}

weir_stop() { # role, all or nothing
  local role=$1 pid_file running pid stopped=0
  pid_file=$(weir_pid_file "$role")
  running=$(weir_running "$pid_file")
  if [ -z "$running" ]; then
    rm -f "$pid_file"
    echo "No $role runs on $WEIR_HOST."
    return 0
  fi
  if [ "${2:-}" != all ]; then
    running=$(printf '%s\n' "$running" | tail -n 1)
  fi
  for pid in $running; do
    kill "$pid" 2>/dev/null
  done
  for pid in $running; do
    weir_await_end "$pid"
    echo "Stopped the $role (process $pid) on $WEIR_HOST."
    stopped=$((stopped + 1))
  done
  running=$(weir_running "$pid_file")
  if [ -n "$running" ]; then
    printf '%s\n' "$running" >"$pid_file"
  else
    rm -f "$pid_file"
  fi
}

# A process that has ended may stay in the process table for ever where nobody collects it, as in many containers; its
# command line is gone then.
weir_await_end() { # pid
  local tenths=$((WEIR_STOP_SECONDS * 10))
  while weir_is_ours "$1"; do
    if [ "$tenths" -eq 0 ]; then
      echo "The process $1 has not ended within $WEIR_STOP_SECONDS s; killing it." >&2
      kill -9 "$1" 2>/dev/null
    fi
    sleep 0.1
    tenths=$((tenths - 1))
  done
}

# Runs a script of the distribution on a host.
weir_on_host() { # host, script, action, -Dkey=value ...
  local host=$1 script=$2
  shift 2
  if weir_is_local "$host"; then
    "$WEIR_BIN/$script" "$@"
  else
    # shellcheck disable=SC2086 # options of ssh are several words
    ssh ${WEIR_SSH_OPTS:-} "$host" -- \
      "WEIR_CONF_DIR=$(printf %q "$WEIR_CONF_DIR") $(printf '%q ' "$WEIR_HOME/bin/$script" "$@")" </dev/null
  fi
}
