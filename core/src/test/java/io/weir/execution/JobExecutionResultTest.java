package io.weir.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobExecutionResultTest {
    private final JobId job = JobId.random();

    @Test
    void whatWasWrittenToDiskIsKnownToThoseWhoCannotReadTheAccumulators() {
        JobExecutionResult result = new JobExecutionResult(
                job,
                Duration.ZERO,
                () -> {
                    throw new IllegalStateException("unknown class");
                },
                7);
        assertThat(result.getSpilledBytes()).isEqualTo(7);
    }

    @Test
    void nothingIsKnownOfAJobThatNobodyHasWaitedFor() {
        JobExecutionResult result = JobExecutionResult.detached(job);
        assertThatThrownBy(result::getSpilledBytes)
                .hasMessageContaining(job.toString())
                .hasMessageContaining("what it has written to disk");
        assertThatThrownBy(() -> result.getAccumulatorResult("words")).hasMessageContaining("its accumulators");
    }
}
