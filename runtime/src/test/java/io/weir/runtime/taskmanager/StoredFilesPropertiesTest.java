package io.weir.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointMetadata;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.checkpoint.HeapCheckpointStore;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.PartFile;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSnapshot;
import io.weir.runtime.state.BackendFile;
import io.weir.runtime.state.StateCapture;
import io.weir.runtime.task.TaskCapture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * However checkpoints overlap, end, are given up, are told of late or not at all, and tasks start again: all files that a
 * retained checkpoint names are there, and nothing else is left.
 */
class StoredFilesPropertiesTest {
    private static final String OPERATOR = "op";
    private static final int STEPS = 120;
    private static final int MOST_AT_ONCE = 3;

    /** In how many cases of all runs a file was named again; a single run may have none. */
    private static long allReferred;

    @AfterContainer
    static void filesWereReferredTo() {
        assertThat(allReferred).as("files that are referred to").isPositive();
    }

    @Property(tries = 150)
    void noFileIsLost(@ForAll long seed) throws IOException {
        Path directory = Files.createTempDirectory("stored");
        Run run = new Run(new Random(seed), directory);
        for (int step = 0; step < STEPS; step++) {
            run.step();
            run.check();
        }
        run.end();
        allReferred += run.referred;
        assertThat(directory).doesNotExist();
    }

    /** A file of the database; its name is its number, which is not used again. */
    private record Table(String name) implements BackendFile {
        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public InputStream open() {
            return InputStream.nullInputStream();
        }
    }

    /** The database's files at one moment. */
    private record Tables(List<BackendFile> files) implements StateCapture {
        @Override
        public int firstKeyGroup() {
            return 0;
        }

        @Override
        public int keyGroups() {
            return 1;
        }

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) {
            // nothing but the files
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** A checkpoint under way. */
    private static final class Pending {
        final CheckpointTrigger trigger;
        final ExecutionId execution;
        OperatorPart part;

        Pending(CheckpointTrigger trigger, ExecutionId execution) {
            this.trigger = trigger;
            this.execution = execution;
        }
    }

    /** A task with a database, and a coordinator whose messages may be late. */
    private static final class Run {
        final Random random;
        final Path directory;
        final JobId job = JobId.random();
        final StoredFiles stored = new StoredFiles();
        final HeapCheckpointStore store;
        final TreeMap<Long, Pending> pending = new TreeMap<>();
        final Deque<Runnable> messages = new ArrayDeque<>();
        /** The number of each table, and what is in it. */
        TreeMap<Integer, Integer> tables = new TreeMap<>();

        int nextContent = 1;
        int nextTable = 1;
        long nextId = 1;
        int attempt;
        int referred;

        Run(Random random, Path directory) {
            this.random = random;
            this.directory = directory;
            this.store = new HeapCheckpointStore(1 + random.nextInt(2), directory.toString(), Runnable::run);
            stored.taskBegins(execution(), TaskRestore.NONE);
        }

        private ExecutionId execution() {
            return new ExecutionId(job, new VertexId("v"), 0, attempt);
        }

        void step() throws IOException {
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> tables.put(nextTable++, nextContent++);
                case 3 -> compact();
                case 4, 5, 6 -> begin();
                case 7, 8, 9 -> complete();
                case 10 -> giveUp();
                case 11, 12 -> deliver();
                default -> restart();
            }
        }

        private void compact() {
            tables.values().removeIf(table -> random.nextBoolean());
            tables.put(nextTable++, nextContent++);
        }

        /** Files are packed into one, which may be mostly of no use later. */
        private void begin() throws IOException {
            if (pending.size() == MOST_AT_ONCE) {
                return;
            }
            long id = nextId++;
            String home = directory.resolve("chk-" + id).toString();
            CheckpointTrigger trigger = new CheckpointTrigger(id, 0, CheckpointKind.CHECKPOINT, home, true, 0);
            List<BackendFile> files = tables.keySet().stream()
                    .<BackendFile>map(table -> new Table("db/" + table))
                    .toList();
            TaskCapture capture = new TaskCapture(
                    List.of(new TaskCapture.Part(OPERATOR, "Op", new Tables(files))),
                    false,
                    new TaskCapture.Times(0, 0, 0));
            Map<String, StateHandle> known =
                    stored.knownTo(execution(), trigger, capture).getOrDefault(OPERATOR, Map.of());
            Pending checkpoint = new Pending(trigger, execution());
            checkpoint.part = new OperatorPart(
                    OPERATOR, "Op", 0, 1, false, new StateHandle.Inline(new byte[0]), store(files, known, home));
            pending.put(id, checkpoint);
            if (random.nextInt(4) > 0) {
                stored.stored(trigger, snapshot(checkpoint));
            }
        }

        private List<PartFile> store(List<BackendFile> files, Map<String, StateHandle> known, String home)
                throws IOException {
            List<PartFile> parts = new ArrayList<>();
            Path packed = Files.createDirectories(Path.of(home)).resolve("tm-0.state");
            long offset = 0;
            for (BackendFile file : files) {
                StateHandle handle = known.get(file.name());
                if (handle == null) {
                    handle = new StateHandle.FilePart(packed.toString(), offset, 100, contentOf(file.name()));
                    offset += 100;
                } else {
                    assertThat(((StateHandle.FilePart) handle).checksum())
                            .as("what is in the file that is referred to")
                            .isEqualTo(contentOf(file.name()));
                    referred++;
                }
                parts.add(new PartFile(file.name(), handle));
            }
            if (offset > 0) {
                Files.createFile(packed);
            }
            return parts;
        }

        private int contentOf(String name) {
            return tables.get(numberOf(name));
        }

        private static int numberOf(String name) {
            return Integer.parseInt(name.substring("db/".length()));
        }

        private static TaskSnapshot snapshot(Pending checkpoint) {
            return new TaskSnapshot(
                    checkpoint.execution, List.of(checkpoint.part), false, new TaskSnapshot.Times(0, 0, 0, 0));
        }

        private Pending any() {
            List<Pending> all = List.copyOf(pending.values());
            return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        }

        private void complete() {
            Pending checkpoint = any();
            if (checkpoint == null) {
                return;
            }
            long id = checkpoint.trigger.id();
            pending.remove(id);
            stored.stored(checkpoint.trigger, snapshot(checkpoint));
            CheckpointMetadata metadata = new CheckpointMetadata(
                    job,
                    id,
                    CheckpointKind.CHECKPOINT,
                    0,
                    List.of(new CheckpointMetadata.OperatorState(
                            OPERATOR, "Op", 1, 1, List.of(), List.of(new CheckpointMetadata.Part(0, checkpoint.part)))),
                    List.of());
            CompletedCheckpoint complete = new CompletedCheckpoint(checkpoint.trigger.directory(), metadata);
            CheckpointStorage.write(complete.directory(), metadata);
            store.add(complete);
            messages.add(() -> stored.ended(job, id, true));
            List.copyOf(pending.headMap(id).values()).forEach(this::giveUp);
        }

        private void giveUp() {
            Pending checkpoint = any();
            if (checkpoint != null) {
                giveUp(checkpoint);
            }
        }

        private void giveUp(Pending checkpoint) {
            long id = checkpoint.trigger.id();
            pending.remove(id);
            CheckpointStorage.delete(checkpoint.trigger.directory());
            messages.add(() -> stored.ended(job, id, false));
        }

        private void deliver() {
            if (!messages.isEmpty()) {
                Runnable message = messages.remove();
                if (random.nextInt(8) > 0) {
                    message.run();
                }
            }
        }

        /** The task goes on with the files of the newest checkpoint; what is under way ends. */
        private void restart() {
            List.copyOf(pending.values()).forEach(this::giveUp);
            stored.taskEnded(execution());
            attempt++;
            tables = new TreeMap<>();
            if (store.latest().isEmpty()) {
                stored.taskBegins(execution(), TaskRestore.NONE);
                return;
            }
            CompletedCheckpoint latest = store.latest().orElseThrow();
            OperatorPart part =
                    latest.metadata().operators().get(0).parts().get(0).part();
            for (PartFile file : part.files()) {
                tables.put(numberOf(file.name()), ((StateHandle.FilePart) file.handle()).checksum());
            }
            // The new database numbers its files after those that it has; others may have had the same numbers.
            nextTable = tables.isEmpty() ? 1 : tables.lastKey() + 1;
            stored.taskBegins(
                    execution(),
                    new TaskRestore(
                            latest.id(),
                            List.of(new TaskRestore.OperatorRestore(OPERATOR, List.of(part), false)),
                            TaskRestore.InFlightRestore.NONE,
                            false,
                            false));
        }

        void check() throws IOException {
            Set<String> needed = new HashSet<>();
            Set<Path> directories = new HashSet<>();
            for (CompletedCheckpoint checkpoint : store.retained()) {
                needed.addAll(checkpoint.files());
                needed.add(checkpoint.directory() + "/_metadata");
            }
            assertThat(needed).allSatisfy(file -> assertThat(Path.of(file)).exists());
            needed.forEach(file -> directories.add(Path.of(file).getParent()));
            pending.values().forEach(checkpoint -> directories.add(Path.of(checkpoint.trigger.directory())));
            try (Stream<Path> all = Files.list(directory)) {
                assertThat(all.collect(Collectors.toSet())).isSubsetOf(directories);
            }
        }

        void end() {
            store.close(false).join();
        }
    }
}
