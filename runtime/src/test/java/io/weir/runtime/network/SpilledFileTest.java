package io.weir.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.PartitionId;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpilledFileTest {
    private static final PartitionId PARTITION =
            new PartitionId(new ExecutionId(JobId.random(), new VertexId("v"), 0, 0), 0);

    @TempDir
    Path directory;

    @Test
    void aReaderThatIsInterruptedDoesNotCloseItForOthers() {
        SpilledFile file = SpilledFile.create(PARTITION, directory.resolve("file"));
        byte[] written = {1, 2, 3};
        long position = file.append(written, written.length);
        file.flush();
        byte[] read = new byte[written.length];
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> file.read(position, read, read.length))
                    .hasCauseInstanceOf(ClosedByInterruptException.class);
        } finally {
            Thread.interrupted();
        }
        file.read(position, read, read.length);
        assertThat(read).isEqualTo(written);
        assertThat(file.channel().isOpen()).as("for other processes").isTrue();
        file.release();
        assertThat(file.channel().isOpen()).isFalse();
    }
}
