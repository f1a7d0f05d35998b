# Shared by all scripts; sourced, never run. Finds the distribution, its directories and Java. Sets:
#   WEIR_HOME      the distribution
#   WEIR_CONF_DIR  the directory with weir.yaml (default: conf/ of the distribution)
#   weir_java      the java command, with the flags that its release needs
# After "weir_process_facts" also, from weir.yaml and -D options, with one start of Java:
#   WEIR_LOG_DIR, WEIR_PID_DIR, WEIR_JM_HOST, WEIR_JM_PORT, WEIR_SECRET_FILE,
#   WEIR_ELECTED (not empty if several JobManagers stand for election),
#   WEIR_JOBMANAGER_FLAGS, WEIR_TASKMANAGER_FLAGS (one JVM flag per line)

weir_fail() { # exit code, message
  printf 'weir: %s\n' "$2" >&2
  exit "$1"
}

# The distribution that a bin directory belongs to; in the repository, the one that was built last.
weir_find_home() {
  local parent candidate newest=
  parent=$(dirname "$1")
  if [ ! -f "$parent/dist/pom.xml" ]; then
    printf '%s\n' "$parent"
    return
  fi
  for candidate in "$parent"/dist/target/weir-*/weir-*/; do
    if [ -d "${candidate}lib" ] && { [ -z "$newest" ] || [ "$candidate" -nt "$newest" ]; }; then
      newest=$candidate
    fi
  done
  printf '%s\n' "${newest%/}"
}

# The java of env.java.home, before there is a Java that could read weir.yaml.
weir_configured_java() {
  sed -n "s|^env\.java\.home: *[\"']*\([^\"'#]*[^\"'# ]\).*|\1/bin/java|p" "$WEIR_CONF_DIR/weir.yaml" 2>/dev/null
}

weir_find_java() {
  local java release major
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || weir_fail 2 "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it."
    release=$JAVA_HOME/release
  else
    # A shell that ssh starts often has no JAVA_HOME and a short PATH.
    java=$(command -v java) || java=$(weir_configured_java)
    [ -x "$java" ] || weir_fail 2 "There is no java on the PATH of $WEIR_HOST. Set JAVA_HOME, or env.java.home in weir.yaml, to a JDK 17 or newer."
    release=$(dirname "$(readlink -f "$java")")/../release
  fi
  if [ -r "$release" ]; then # reading the file is faster than asking java
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")
    if [ -n "$major" ] && [ "$major" -lt 17 ]; then
      weir_fail 2 "Weir needs Java 17 or newer; $java is Java $major. Set JAVA_HOME to a newer one."
    fi
  fi
  printf '%s\n' "$java"
}

# From release 24 on the JVM prints a warning for each library that works with native memory; it has to be told of them.
weir_use_java() {
  local java major
  java=$(weir_find_java) || exit $?
  weir_java=("$java")
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$(dirname "$(readlink -f "$java")")/../release" 2>/dev/null)
  if [ "${major:-0}" -ge 24 ]; then
    weir_java+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
  fi
}

# Becomes a command of the client. Set "client_flags" before for other JVM flags than those of a short command.
client_flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto)
weir_exec_client() { # main class, arguments ...
  local main=$1 log_directory=${WEIR_LOG_DIR:-$WEIR_HOME/log} log_file=/dev/null
  shift
  if mkdir -p "$log_directory" 2>/dev/null && [ -w "$log_directory" ]; then
    log_file=$log_directory/weir-$WEIR_USER-client-$WEIR_HOST.log
  fi
  [ -t 2 ] && export WEIR_TERMINAL=1
  # shellcheck disable=SC2086 # the user's flags are several words
  exec "${weir_java[@]}" ${client_flags[@]+"${client_flags[@]}"} -Dweir.home="$WEIR_HOME" \
    -Dlog4j2.configurationFile="$WEIR_CONF_DIR/log4j-cli.properties" -Dlog.file="$log_file" \
    ${WEIR_CLI_JAVA_OPTS:-} -cp "$WEIR_HOME/lib/*" "$main" "$@"
}

# One start of Java for all that weir.yaml and -D options say about processes. Children inherit the answers.
weir_process_facts() { # -Dkey=value ...
  local facts
  [ "${WEIR_FACTS_OF:-}" = "$WEIR_CONF_DIR $*" ] && return
  facts=$("${weir_java[@]}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Dweir.home="$WEIR_HOME" \
    -cp "$WEIR_HOME/lib/*" io.weir.client.ProcessFacts "$@") || exit $?
  eval "$facts"
  if [ -n "$WEIR_ENV_JAVA_HOME" ]; then
    JAVA_HOME=$WEIR_ENV_JAVA_HOME
    export JAVA_HOME
    weir_use_java
  fi
  export WEIR_FACTS_OF="$WEIR_CONF_DIR $*"
}

# The secret that all processes and clients of a standalone cluster know; made once, for the owner's eyes only.
weir_ensure_secret() {
  [ -z "$WEIR_SECRET_FILE" ] && return # the secret itself is among the options
  if [ ! -e "$WEIR_SECRET_FILE" ]; then
    (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$WEIR_SECRET_FILE") ||
      weir_fail 2 "The secret of the cluster cannot be written to $WEIR_SECRET_FILE. Set security.cluster.secret-file to another file."
    echo "Made the cluster's secret: $WEIR_SECRET_FILE. Copy it to other hosts of this cluster and to its clients."
  fi
}

# The file of the process ids of a role on this host; clusters with different conf directories do not meet.
weir_pid_file() { # role
  local id
  id=$(printf '%s' "$WEIR_CONF_DIR" | cksum | cut -d ' ' -f 1)
  printf '%s\n' "$WEIR_PID_DIR/weir-$WEIR_USER-$id-$1.pid"
}

# Whether a process id is a process of ours and not a later one that got the same id.
weir_is_ours() { # pid
  kill -0 "$1" 2>/dev/null || return 1
  { tr '\0' ' ' <"/proc/$1/cmdline" || ps -p "$1" -o args=; } 2>/dev/null | grep -q 'io\.weir\.'
}

weir_is_loopback() { # host
  case $1 in
    localhost | 127.* | ::1) return 0 ;;
  esac
  return 1
}

weir_is_local() { # host
  weir_is_loopback "$1" || [ "$1" = "$WEIR_HOST" ] || [ "$1" = "$(hostname -f 2>/dev/null)" ]
}

# The hosts in a file of conf/, without comments.
weir_hosts() { # file
  [ -f "$WEIR_CONF_DIR/$1" ] || weir_fail 2 "There is no file $WEIR_CONF_DIR/$1; it lists hosts, one per line."
  sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$WEIR_CONF_DIR/$1"
}

WEIR_BIN=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
WEIR_HOME=$(weir_find_home "$WEIR_BIN")
[ -n "$WEIR_HOME" ] && [ -d "$WEIR_HOME/lib" ] ||
  weir_fail 2 "The distribution has not been built yet: run mvn -B -DskipTests package first."
WEIR_CONF_DIR=${WEIR_CONF_DIR:-$WEIR_HOME/conf}
[ -d "$WEIR_CONF_DIR" ] || weir_fail 2 "WEIR_CONF_DIR is $WEIR_CONF_DIR, which is no directory."
WEIR_CONF_DIR=$(cd "$WEIR_CONF_DIR" && pwd -P)
WEIR_USER=${USER:-$(id -un 2>/dev/null || echo nobody)}
WEIR_HOST=${HOSTNAME:-$(hostname)}
weir_use_java
export WEIR_HOME WEIR_CONF_DIR WEIR_USER
