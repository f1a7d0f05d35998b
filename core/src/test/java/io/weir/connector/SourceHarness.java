package io.weir.connector;

import io.weir.functions.TaskInfo;
import io.weir.time.Watermark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/**
 * Runs a source on the test's thread: its enumerator, and readers that take turns, one {@code pollNext} each. Splits
 * travel through their serializer. With {@code restoreEvery}, readers are snapshotted and replaced by restored ones.
 */
public final class SourceHarness<T, S extends SourceSplit, C> {
    private final Source<T, S, C> source;
    private final List<String> hosts;
    private final SplitEnumerator<S, C> enumerator;
    private final List<Instance> instances = new ArrayList<>();
    private final List<S> assigned = new ArrayList<>();
    private int restoreEvery = Integer.MAX_VALUE;

    public SourceHarness(Source<T, S, C> source, int parallelism) throws Exception {
        this(source, java.util.Collections.nCopies(parallelism, "localhost"));
    }

    /** One reader runs on each of the hosts. */
    public SourceHarness(Source<T, S, C> source, List<String> hosts) throws Exception {
        this.source = source;
        this.hosts = hosts;
        this.enumerator = source.createEnumerator(new EnumeratorContext());
    }

    public SourceHarness<T, S, C> restoreEvery(int polls) {
        restoreEvery = polls;
        return this;
    }

    /** Reads everything and returns what each reader emitted. */
    public List<List<T>> run() throws Exception {
        for (int i = 0; i < hosts.size(); i++) {
            instances.add(new Instance(i));
        }
        enumerator.start();
        for (Instance instance : instances) {
            enumerator.addReader(instance.index);
            instance.create(List.of(), false);
        }
        int done = 0;
        int idleRounds = 0;
        while (done < instances.size()) {
            done = 0;
            boolean progress = false;
            for (Instance instance : instances) {
                progress |= instance.step();
                done += instance.ended ? 1 : 0;
            }
            idleRounds = progress ? 0 : idleRounds + 1;
            if (idleRounds > 3) {
                throw new AssertionError("No reader goes on, but " + (instances.size() - done) + " have not ended.");
            }
        }
        enumerator.close();
        return instances.stream().map(instance -> instance.output).toList();
    }

    /** Reads everything and returns what all readers emitted, reader by reader. */
    public List<T> runAll() throws Exception {
        return run().stream().flatMap(List::stream).toList();
    }

    public SplitEnumerator<S, C> enumerator() {
        return enumerator;
    }

    /** Returns the splits in the order in which they were assigned. */
    public List<S> assigned() {
        return assigned;
    }

    private final class Instance {
        private final int index;
        private final List<T> output = new ArrayList<>();
        private final ArrayDeque<Runnable> mail = new ArrayDeque<>();
        private SourceReader<T, S> reader;
        private int polls;
        private boolean ended;

        Instance(int index) {
            this.index = index;
        }

        void create(List<S> splits, boolean noMore) throws Exception {
            reader = source.createReader(new ReaderContext(this));
            if (!splits.isEmpty()) {
                reader.addSplits(splits);
            }
            if (noMore) {
                reader.notifyNoMoreSplits();
            }
            reader.start();
        }

        boolean step() throws Exception {
            if (ended) {
                return false;
            }
            boolean mailed = !mail.isEmpty();
            while (!mail.isEmpty()) {
                mail.poll().run();
            }
            if (!reader.isAvailable().isDone()) {
                return mailed;
            }
            InputStatus status = reader.pollNext(new Output());
            polls++;
            if (status == InputStatus.END_OF_INPUT) {
                ended = true;
                reader.close();
            } else if (polls % restoreEvery == 0) {
                List<S> splits = new ArrayList<>();
                for (S split : reader.snapshotState(polls)) {
                    splits.add(travel(split));
                }
                reader.close();
                create(splits, false);
            }
            return true;
        }

        private final class Output implements ReaderOutput<T> {
            @Override
            public void collect(T value) {
                output.add(value);
            }

            @Override
            public void collect(T value, long timestamp) {
                output.add(value);
            }

            @Override
            public SourceOutput<T> createOutputForSplit(String splitId) {
                return this;
            }

            @Override
            public void releaseOutputForSplit(String splitId) {}

            @Override
            public void emitWatermark(Watermark watermark) {}

            @Override
            public void markIdle() {}

            @Override
            public void markActive() {}
        }
    }

    private S travel(S split) {
        SimpleVersionedSerializer<S> serializer = source.getSplitSerializer();
        try {
            return serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private final class EnumeratorContext implements SplitEnumeratorContext<S> {
        private final Set<Integer> finished = new HashSet<>();

        @Override
        public int currentParallelism() {
            return hosts.size();
        }

        @Override
        public void assignSplit(S split, int subtaskId) {
            if (finished.contains(subtaskId)) {
                throw new AssertionError("Reader " + subtaskId + " was told that there are no more splits.");
            }
            assigned.add(split);
            Instance instance = instances.get(subtaskId);
            instance.mail.add(() -> instance.reader.addSplits(List.of(travel(split))));
        }

        @Override
        public void signalNoMoreSplits(int subtaskId) {
            finished.add(subtaskId);
            Instance instance = instances.get(subtaskId);
            instance.mail.add(() -> instance.reader.notifyNoMoreSplits());
        }

        @Override
        public <R> void callAsync(Callable<R> callable, BiConsumer<R, Throwable> handler) {
            throw new UnsupportedOperationException();
        }
    }

    private final class ReaderContext implements SourceReaderContext {
        private final Instance instance;

        ReaderContext(Instance instance) {
            this.instance = instance;
        }

        @Override
        public TaskInfo getTaskInfo() {
            return new TaskInfo("source", 128, instance.index, hosts.size(), 0);
        }

        @Override
        public String getLocalHostName() {
            return hosts.get(instance.index);
        }

        @Override
        public void sendSplitRequest() {
            instance.mail.add(() -> enumerator.handleSplitRequest(instance.index, hosts.get(instance.index)));
        }

        @Override
        public ClassLoader getUserCodeClassLoader() {
            return SourceHarness.class.getClassLoader();
        }
    }
}
