package io.weir.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.checkpoint.files.StateFiles;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.OperatorStates;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.task.TaskCapture;
import io.weir.state.ListStateDescriptor;
import io.weir.types.Types;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointOutputTest {
    private static final ListStateDescriptor<Integer> NUMBERS = new ListStateDescriptor<>("numbers", Types.INT);

    @TempDir
    private Path directory;

    private CheckpointOutput output() {
        return output((path, file) -> file);
    }

    private CheckpointOutput output(BiFunction<String, OutputStream, OutputStream> copying) {
        WritePace pace = new WritePace(WritePace.Environment.ofProcess(), 0);
        String path = directory.resolve("chk-1").toString();
        return new CheckpointOutput(path, new TaskManagerId("tm"), 20 << 10, copying, pace);
    }

    private static OperatorStates states(OperatorImage image) {
        return new OperatorStates(
                new HeapStateBackend(),
                new StateBackend.Place(
                        KeyGroupRange.of(1, 1, 0), () -> 0, CheckpointOutputTest.class.getClassLoader(), image));
    }

    private static TaskCapture.Part part(int numbers) throws Exception {
        OperatorStates states = states(OperatorImage.EMPTY);
        states.ofInstance()
                .getListState(NUMBERS)
                .update(IntStream.range(0, numbers).boxed().toList());
        return new TaskCapture.Part("id", "name", states.capture(1));
    }

    private static List<Integer> numbers(OperatorPart part) throws Exception {
        try (InputStream in = StateFiles.open(part.handle())) {
            List<Integer> numbers = new ArrayList<>();
            states(OperatorImage.read(in))
                    .ofInstance()
                    .getListState(NUMBERS)
                    .get()
                    .forEach(numbers::add);
            return numbers;
        }
    }

    private List<Path> files() throws IOException {
        if (Files.notExists(directory.resolve("chk-1"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory.resolve("chk-1"))) {
            return files.toList();
        }
    }

    @Test
    void littleTravelsWithTheMessage() throws Exception {
        CheckpointOutput output = output();
        OperatorPart part = output.write(part(100), Map.of());
        output.finish();
        assertThat(part.handle()).isInstanceOf(StateHandle.Inline.class);
        assertThat(numbers(part)).hasSize(100);
        assertThat(files()).isEmpty();
    }

    /** Files cost the file system more than bytes. */
    @Test
    void whatFitsIntoOneFileIsPackedIntoOne() throws Exception {
        assertThat(filesOf(output(), 40, 10_000)).isEqualTo(1);
    }

    @Test
    void muchOfManyTasksIsPackedIntoOneFilePerThread() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CheckpointOutput output = output((path, file) -> {
            begun.countDown();
            return new SlowAfterMuch(file, begun);
        });
        assertThat(filesOf(output, 4, 3_000_000)).isEqualTo(2);
    }

    /** Goes on after much was written only when the other file has been begun too: how fast the threads are does not matter. */
    private static final class SlowAfterMuch extends FilterOutputStream {
        private final CountDownLatch begun;
        private long written;

        SlowAfterMuch(OutputStream out, CountDownLatch begun) {
            super(out);
            this.begun = begun;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            written += length;
            if (written > 20 << 20) {
                try {
                    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private int filesOf(CheckpointOutput output, int tasks, int elements) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<OperatorPart>> parts = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            int numbers = i % 4 == 0 ? 10 : elements + i;
            parts.add(threads.submit(() -> output.write(part(numbers), Map.of())));
        }
        for (int i = 0; i < tasks; i++) {
            parts.get(i).get();
        }
        threads.shutdown();
        output.finish();
        for (int i = 0; i < tasks; i++) {
            assertThat(numbers(parts.get(i).get())).hasSize(i % 4 == 0 ? 10 : elements + i);
        }
        for (Path file : files()) {
            assertThat(StateFiles.verify(file.toString())).isPositive();
        }
        return files().size();
    }

    @Test
    void whatWasGivenUpIsNotWrittenAndGone() throws Exception {
        CheckpointOutput output = output();
        output.write(part(10_000), Map.of());
        assertThat(files()).hasSize(1);
        output.giveUp();
        assertThatThrownBy(() -> output.write(part(10_000), Map.of())).hasMessageContaining("given up");
        output.discard();
        assertThat(files()).isEmpty();
    }
}
