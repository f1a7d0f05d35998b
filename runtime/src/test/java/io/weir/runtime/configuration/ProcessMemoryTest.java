package io.weir.runtime.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.util.WeirException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
    @Test
    void dividesTheDefaultTaskManager() {
        ProcessMemory memory = ProcessMemory.forTaskManager(new Configuration());
        assertThat(memory.process()).isEqualTo(MemorySize.ofMebiBytes(1728));
        assertThat(memory.metaspace()).isEqualTo(MemorySize.ofMebiBytes(256));
        assertThat(memory.overhead()).isEqualTo(MemorySize.ofMebiBytes(192));
        assertThat(memory.direct().network()).isEqualTo(MemorySize.ofMebiBytes(128));
        assertThat(memory.direct().framework()).isEqualTo(MemorySize.ofMebiBytes(128));
        assertThat(memory.frameworkHeap()).isEqualTo(MemorySize.ofMebiBytes(128));
        assertThat(memory.taskHeap()).isEqualTo(MemorySize.ofMebiBytes(1728 - 256 - 192 - 128 - 128 - 128));
        assertThat(memory.jvmFlags())
                .containsExactly(
                        "-Xms" + (1024L << 20),
                        "-Xmx" + (1024L << 20),
                        "-XX:MaxDirectMemorySize=" + (256L << 20),
                        "-XX:MaxMetaspaceSize=" + (256L << 20),
                        "-XX:MaxTenuringThreshold=2");
        assertThat(memory.explain()).contains("Task heap", "896.0 mb", "Process", "1728.0 mb");
    }

    @Test
    void dividesTheDefaultJobManager() {
        ProcessMemory memory = ProcessMemory.forJobManager(new Configuration());
        assertThat(memory.heap()).isEqualTo(MemorySize.ofMebiBytes(1024 - 256 - 192 - 128));
        assertThat(memory.jvmFlags())
                .contains("-XX:MaxDirectMemorySize=" + (128L << 20))
                .doesNotContain("-XX:MaxTenuringThreshold=2");
        assertThat(memory.parts()).extracting(ProcessMemory.Part::name).doesNotContain("Network", "Managed memory");
    }

    @Property(tries = 300)
    void thePartsAddUpToTheProcess(
            @ForAll @IntRange(min = 900, max = 200_000) int mebiBytes,
            @ForAll @DoubleRange(max = 0.3) double network,
            @ForAll @DoubleRange(max = 0.05) double managed) {
        Configuration configuration = new Configuration()
                .set(TaskManagerOptions.PROCESS_SIZE, MemorySize.ofMebiBytes(mebiBytes))
                .set(JobManagerOptions.PROCESS_SIZE, MemorySize.ofMebiBytes(mebiBytes))
                .set(TaskManagerOptions.NETWORK_FRACTION, network)
                .set(TaskManagerOptions.MANAGED_FRACTION, managed);
        for (ProcessMemory memory : new ProcessMemory[] {
            ProcessMemory.forJobManager(configuration), ProcessMemory.forTaskManager(configuration)
        }) {
            assertThat(memory.parts().stream()
                            .mapToLong(part -> part.size().bytes())
                            .sum())
                    .isEqualTo(memory.process().bytes());
        }
    }

    @Test
    void keepsNetworkAndOverheadWithinTheirBounds() {
        ProcessMemory large = ProcessMemory.forTaskManager(taskManager("64 gb"));
        assertThat(large.overhead()).isEqualTo(MemorySize.ofMebiBytes(1024));
        assertThat(large.direct().network()).isEqualTo(MemorySize.ofMebiBytes(1024));
        ProcessMemory small = ProcessMemory.forTaskManager(taskManager("900 mb"));
        assertThat(small.overhead()).isEqualTo(MemorySize.ofMebiBytes(192));
        assertThat(small.direct().network()).isEqualTo(MemorySize.ofMebiBytes(64));
    }

    @Test
    void anAmountOfManagedMemoryGoesBeforeItsShare() {
        Configuration configuration = taskManager("2 gb")
                .set(TaskManagerOptions.MANAGED_FRACTION, 0.5)
                .set(TaskManagerOptions.MANAGED_SIZE, MemorySize.ofMebiBytes(100));
        ProcessMemory memory = ProcessMemory.forTaskManager(configuration);
        assertThat(memory.managed()).isEqualTo(MemorySize.ofMebiBytes(100));
        assertThat(memory.jvmFlags())
                .contains(
                        "-XX:MaxDirectMemorySize=" + (memory.direct().network().bytes() + (128L << 20) + (100L << 20)));
    }

    @Test
    void refusesAProcessThatIsTooSmallAndSaysWhatIsEnough() {
        assertThatThrownBy(() -> ProcessMemory.forTaskManager(taskManager("512 mb")))
                .isInstanceOf(WeirException.class)
                .hasMessage("The option taskmanager.memory.process.size is 512 mb, which is too small for its parts"
                        + " (metaspace 256 mb, overhead 192 mb, direct memory 192 mb, framework heap 128 mb)."
                        + " Set it to at least 800 mb, or make the parts smaller.");
        assertThat(ProcessMemory.forTaskManager(taskManager("800 mb")).taskHeap())
                .isEqualTo(MemorySize.ofMebiBytes(32));
        assertThatThrownBy(() -> ProcessMemory.forJobManager(
                        new Configuration().setString("jobmanager.memory.process.size", "256 mb")))
                .hasMessageContaining("jobmanager.memory.process.size is 256 mb")
                .hasMessageContaining("at least 608 mb");
    }

    @Test
    void refusesSharesThatLeaveNothing() {
        Configuration configuration = taskManager("4 gb")
                .set(TaskManagerOptions.MANAGED_FRACTION, 0.99)
                .set(TaskManagerOptions.NETWORK_FRACTION, 0.5)
                .setString("taskmanager.memory.network.max", "100 tb");
        assertThatThrownBy(() -> ProcessMemory.forTaskManager(configuration))
                .hasMessageContaining("they do not fit into a process of any size");
        assertThatThrownBy(() -> ProcessMemory.forTaskManager(
                        taskManager("4 gb").setString("taskmanager.memory.network.min", "2 gb")))
                .hasMessage("The option taskmanager.memory.network.min (2 gb) is larger than"
                        + " taskmanager.memory.network.max (1 gb).");
    }

    private static Configuration taskManager(String size) {
        return new Configuration().setString("taskmanager.memory.process.size", size);
    }
}
