package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.configuration.YarnOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YarnSessionTest {
    private final FakeSessions sessions = new FakeSessions();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int session(String input, String... args) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                Map.of());
        return YarnSession.execute(
                console, sessions, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void startsASessionAndSaysHowToStopIt() {
        assertThat(session("", "-d", "-jm", "1024", "-tm", "2g", "-s", "3", "-nm", "n", "-qu", "q", "-Dyarn.tags=a"))
                .isZero();
        assertThat(sessions.deployed.get(JobManagerOptions.PROCESS_SIZE).bytes())
                .isEqualTo(1L << 30);
        assertThat(sessions.deployed.get(TaskManagerOptions.PROCESS_SIZE).bytes())
                .isEqualTo(2L << 30);
        assertThat(sessions.deployed.get(TaskManagerOptions.NUMBER_OF_TASK_SLOTS))
                .isEqualTo(3);
        assertThat(sessions.deployed.get(YarnOptions.APPLICATION_NAME)).isEqualTo("n");
        assertThat(sessions.deployed.get(YarnOptions.APPLICATION_QUEUE)).isEqualTo("q");
        assertThat(sessions.deployed.get(ExecutionOptions.TARGET)).isEqualTo("yarn-session");
        assertThat(out()).contains("application_1_7 takes jobs", "echo stop | yarn-session.sh -id application_1_7");
        assertThat(sessions.stopped).isFalse();
        assertThat(sessions.closed).isTrue();
    }

    @Test
    void stopsTheSessionThatItIsAttachedTo() {
        assertThat(session("help\nstop\n", "-id", "application_1_7")).isZero();
        assertThat(sessions.retrieved.get(YarnOptions.APPLICATION_ID)).isEqualTo("application_1_7");
        assertThat(sessions.deployed).isNull();
        assertThat(sessions.stopped).isTrue();
        assertThat(out()).contains("cancels all jobs", "was stopped");
    }

    @Test
    void leavesTheSessionOfAnotherAloneWhenTheInputEnds() {
        assertThat(session("", "-id", "application_1_7")).isZero();
        assertThat(sessions.stopped).isFalse();
    }

    @Test
    void stopsItsOwnSession() {
        assertThat(session("quit\n")).isZero();
        assertThat(sessions.stopped).isTrue();
    }

    @Test
    void noticesThatTheSessionHasEnded() {
        sessions.alive = false;
        assertThat(session("")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Starting a YARN application for the session ...",
                        "weir: The session application_1_7 does not answer any more: killed by an administrator");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(session("", "-Dyarn.aplication.queue=x")).isEqualTo(ExitCode.USAGE);
        assertThat(session("", "--quueue", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("Did you mean 'yarn.application.queue'?", "Did you mean '--queue'?");
        assertThat(sessions.deployed).isNull();
    }
}
