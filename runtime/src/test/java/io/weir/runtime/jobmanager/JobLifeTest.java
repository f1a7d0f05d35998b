package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.heartbeat.ManualHost;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.TaskCounts;
import io.weir.util.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobLifeTest {
    private static final FailureInfo BROKEN = Failures.of(ErrorCode.EXCHANGE, "The connection to b broke.");
    private static final FailureInfo LOST = Failures.of(ErrorCode.TASK_MANAGER_LOST, "The TaskManager b was lost.");
    private static final FailureInfo USER = Failures.of(ErrorCode.USER_FUNCTION, "boom");

    private final ManualHost host = new ManualHost();

    private JobLife life() {
        return new JobLife(JobId.random(), "test", host.clock());
    }

    /** Takes a life to a state on the shortest way. */
    private JobLife at(JobStatus status) {
        JobLife life = life();
        switch (status) {
            case CREATED -> {}
            case RUNNING, FAILING, CANCELING -> life.become(status, "test");
            case RESTARTING -> {
                life.become(JobStatus.RUNNING, "test");
                life.become(JobStatus.RESTARTING, "test");
            }
            case FINISHED -> {
                life.become(JobStatus.RUNNING, "test");
                life.become(JobStatus.FINISHED, "test");
            }
            case CANCELED -> {
                life.become(JobStatus.CANCELING, "test");
                life.become(JobStatus.CANCELED, "test");
            }
            case FAILED -> {
                life.become(JobStatus.FAILING, "test");
                life.become(JobStatus.FAILED, "test");
            }
        }
        return life;
    }

    @ParameterizedTest
    @EnumSource
    void goesOnlyWhereItMay(JobStatus status) {
        for (JobStatus next : JobStatus.values()) {
            JobLife life = at(status);
            if (status.canBecome(next)) {
                life.become(next, "test");
                assertThat(life.status()).isEqualTo(next);
            } else {
                assertThatThrownBy(() -> life.become(next, "test")).isInstanceOf(IllegalStateException.class);
                assertThat(life.status()).isEqualTo(status);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndedJobStaysAsItIs(JobStatus status) {
        if (status.isTerminal()) {
            assertThat(JobStatus.values()).noneMatch(status::canBecome);
        } else {
            assertThat(JobStatus.values()).anyMatch(status::canBecome);
        }
    }

    @Test
    void theFirstRootCauseStays() {
        JobLife life = life();
        life.noteFailure(USER);
        life.noteFailure(LOST);
        life.noteFailure(BROKEN);
        assertThat(life.failure()).isEqualTo(USER);
    }

    @Test
    void aRootCauseGoesBeforeItsConsequences() {
        JobLife life = life();
        life.noteFailure(BROKEN);
        life.noteFailure(Failures.of(ErrorCode.EXCHANGE, "another"));
        assertThat(life.failure()).isEqualTo(BROKEN);
        life.noteFailure(LOST);
        assertThat(life.failure()).isEqualTo(LOST);
    }

    @Test
    void onlyTheRootCauseIsExplained() {
        JobLife life = life();
        life.noteFailure(LOST);
        FailureInfo explained = Failures.of(ErrorCode.TASK_MANAGER_LOST, "exit code 137");
        life.explainFailure(USER, explained);
        assertThat(life.failure()).isEqualTo(LOST);
        life.explainFailure(LOST, explained);
        assertThat(life.failure()).isEqualTo(explained);
    }

    @Test
    void knowsItsTimes() {
        host.advance(Duration.ofSeconds(7));
        JobLife life = life();
        assertThat(life.millisToRunning()).isEqualTo(-1);
        host.advance(Duration.ofMillis(3));
        life.become(JobStatus.RUNNING, "test");
        life.noteRunningTask();
        host.advance(Duration.ofMillis(3));
        life.noteRunningTask();
        life.become(JobStatus.FINISHED, "test");
        assertThat(life.millisToRunning()).isEqualTo(3);
        assertThat(life.summary(TaskCounts.of(List.of())))
                .matches(summary -> summary.startTime() == 7000 && summary.endTime() == 7006);
    }

    @Test
    void whatAJobHasRecoveredFromIsHistory() {
        JobLife life = life();
        life.become(JobStatus.RUNNING, "test");
        for (int failure = 0; failure < 20; failure++) {
            life.noteNextFailure(Failures.of(ErrorCode.USER_FUNCTION, "boom " + failure));
            life.become(JobStatus.RESTARTING, "test");
            host.advance(Duration.ofSeconds(1));
            life.recover("test");
        }
        assertThat(life.failure()).isNull();
        assertThat(life.restarts()).isEqualTo(20);
        assertThat(life.pastFailures()).hasSize(16);
        assertThat(life.pastFailures().get(0).failure().message()).isEqualTo("boom 19");
        assertThat(life.pastFailures().get(0).time()).isEqualTo(19_000);
    }

    @Test
    void aPastFailureIsExplainedToo() {
        JobLife life = life();
        life.become(JobStatus.RUNNING, "test");
        life.noteFailure(LOST);
        life.become(JobStatus.RESTARTING, "test");
        life.recover("test");
        FailureInfo explained = Failures.of(ErrorCode.TASK_MANAGER_LOST, "killed");
        life.explainFailure(LOST, explained);
        assertThat(life.pastFailures()).singleElement().satisfies(past -> assertThat(past.failure())
                .isEqualTo(explained));
    }

    @Test
    void failingOnceMoreBeforeItRunsLeavesBothInTheHistory() {
        JobLife life = life();
        life.become(JobStatus.RUNNING, "test");
        life.noteFailure(USER);
        life.become(JobStatus.RESTARTING, "test");
        life.noteNextFailure(LOST);
        assertThat(life.failure()).isEqualTo(LOST);
        life.recover("test");
        assertThat(life.pastFailures()).extracting(past -> past.failure()).containsExactly(LOST, USER);
        assertThat(life.restarts()).isEqualTo(1);
    }
}
