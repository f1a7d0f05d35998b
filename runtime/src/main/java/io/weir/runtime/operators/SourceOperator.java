package io.weir.runtime.operators;

import io.weir.connector.InputStatus;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourcePosition;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SourceSplit;
import io.weir.functions.TaskInfo;
import io.weir.runtime.state.StateContents;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.time.WatermarkStrategy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the splits that the JobManager hands out. The task's thread owns it; the reader's future only posts mail.
 *
 * @param <T> the type of the records
 */
public final class SourceOperator<T> extends HeadOperator<T> {
    private static final Logger LOG = LoggerFactory.getLogger(SourceOperator.class);

    /** How many records a step emits at least, so that what is done once per step does not count. */
    private static final int STEP = 1024;

    /** How much of a split is shown. */
    private static final int TEXT = 200;

    private final OperatorContext context;
    private final OutputRoom room;
    private final SplitReader<T, ?> splits;
    private final Spec<T> spec;

    /** Made when it is opened, because the program's strategy is called then. */
    private SourceOutputs<T> records;

    private boolean idle;
    private boolean finished;

    /** Whether the reader can stop single splits, as far as is known. */
    private boolean pausesSplits = true;

    private SourceOperator(OperatorContext context, Spec<T> spec, Output<T> output) {
        super(output);
        this.context = context;
        this.room = context.outputRoom();
        this.splits = new SplitReader<>(spec.source());
        this.spec = spec;
    }

    @Override
    public void open() throws Exception {
        try {
            records = new SourceOutputs<>(
                    context, output, spec.strategy(), spec.progressive(), this::pauseOrResumeSplits);
            splits.open(context);
            records.start();
            context.recordOrigin().tellBy(this::origin);
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void openStates() {
        splits.restored(context);
    }

    @Override
    public boolean step() throws Exception {
        if (idle || records.mustWait()) {
            return false;
        }
        long before = records.emitted();
        try {
            SourceReader<T, ?> reader = splits.reader;
            InputStatus status;
            do {
                status = reader.pollNext(records);
                records.polled();
            } while (status == InputStatus.MORE_AVAILABLE && records.emitted() - before < STEP && mayGoOn());
            if (status != InputStatus.MORE_AVAILABLE) {
                pause(status);
            }
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
        return !idle || finished || records.emitted() > before; // the end is news: the task must not park on it
    }

    private RecordOrigin.Place origin() {
        SourceReader<T, ?> reader = splits.reader;
        SourcePosition at = reader == null ? null : reader.currentPosition().orElse(null);
        return at == null
                ? new RecordOrigin.Place(context.operatorName(), null, null)
                : new RecordOrigin.Place(context.operatorName(), at.splitId(), at.position());
    }

    private boolean mayGoOn() {
        return !room.isStepOver() && !records.mustWait();
    }

    /** Lets the reader stop splits that are ahead of others; one that cannot is stopped as a whole, see mustWait(). */
    private void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
        if (!pausesSplits) {
            return;
        }
        try {
            splits.reader.pauseOrResumeSplits(toPause, toResume);
            if (!toResume.isEmpty()) {
                idle = finished;
            }
        } catch (UnsupportedOperationException e) {
            pausesSplits = false;
            LOG.info(
                    "The reader of '{}' cannot pause single splits that are ahead in event time: it reads on until all"
                            + " of its splits are ahead, and then waits as a whole.",
                    context.operatorName());
        }
    }

    @Override
    public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {
        try {
            splits.capture(context, checkpoint.checkpointId());
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public long emitted() {
        return records.emitted();
    }

    private void pause(InputStatus status) {
        if (status == InputStatus.END_OF_INPUT) {
            finished = true;
            idle = true;
            return;
        }
        CompletableFuture<Void> available = splits.reader.isAvailable();
        if (!available.isDone()) {
            idle = true;
            // A reader whose future fails is polled as well: it then throws what went wrong.
            available.whenComplete((done, failure) -> context.mailbox().execute(() -> idle = finished));
        }
    }

    @Override
    public boolean hasWork() {
        return !idle && !records.mustWait();
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public void finish() throws Exception {
        records.finish();
        super.finish();
    }

    @Override
    public void addSplits(List<byte[]> bytes, int version, boolean noMore) throws Exception {
        if (finished) {
            return;
        }
        try {
            splits.add(bytes, version, noMore);
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void close() throws Exception {
        if (records != null) {
            records.stop();
        }
        try {
            splits.close();
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    /** The source's reader together with the type of its splits, which only the two of them know. */
    private static final class SplitReader<T, S extends SourceSplit> {
        private final Source<T, S, ?> source;
        private SourceReader<T, S> reader;

        SplitReader(Source<T, S, ?> source) {
            this.source = source;
        }

        void open(OperatorContext context) throws Exception {
            reader = source.createReader(new ReaderContext(context));
            List<S> restored = restored(context);
            if (!restored.isEmpty()) {
                reader.addSplits(restored);
            }
            reader.start();
        }

        /** Returns what was left of the splits when the checkpoint was taken that the task starts from. */
        List<S> restored(OperatorContext context) {
            texts(context); // asked for, so that those of the checkpoint end with the next one
            List<S> restored = new ArrayList<>();
            for (byte[] split : rest(context).get()) {
                ByteBuffer bytes = ByteBuffer.wrap(split);
                int version = bytes.getInt();
                byte[] serialized = new byte[bytes.remaining()];
                bytes.get(serialized);
                restored.add(KeptVersions.read(
                        source.getSplitSerializer(),
                        version,
                        serialized,
                        "What '" + context.operatorName() + "' had kept of a split"));
            }
            return restored;
        }

        /** Keeps what is left of the splits: the version of their serializer and their bytes. */
        void capture(OperatorContext context, long checkpointId) throws Exception {
            SimpleVersionedSerializer<S> serializer = source.getSplitSerializer();
            List<byte[]> rest = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (S split : reader.snapshotState(checkpointId)) {
                byte[] serialized = serializer.serialize(split);
                rest.add(ByteBuffer.allocate(Integer.BYTES + serialized.length)
                        .putInt(serializer.getVersion())
                        .put(serialized)
                        .array());
                texts.add(textOf(split));
            }
            rest(context).update(rest);
            texts(context).update(texts);
        }

        /** Shows people, who have only the checkpoint and not the program, how far it was read. */
        private static String textOf(SourceSplit split) {
            String text = String.valueOf(split);
            boolean tells = !text.startsWith(split.getClass().getName() + "@"); // else it has no toString of its own
            String shown = tells ? text : "split " + split.splitId();
            return shown.length() <= TEXT ? shown : shown.substring(0, TEXT) + "...";
        }

        private ListState<String> texts(OperatorContext context) {
            return context.states()
                    .ofInstance()
                    .getListState(new ListStateDescriptor<>(StateContents.POSITIONS, String.class));
        }

        private ListState<byte[]> rest(OperatorContext context) {
            return context.states().ofInstance().getListState(new ListStateDescriptor<>("weir.splits", byte[].class));
        }

        void add(List<byte[]> bytes, int version, boolean noMore) throws Exception {
            List<S> splits = new ArrayList<>(bytes.size());
            for (byte[] split : bytes) {
                splits.add(source.getSplitSerializer().deserialize(version, split));
            }
            if (!splits.isEmpty()) {
                reader.addSplits(splits);
            }
            if (noMore) {
                reader.notifyNoMoreSplits();
            }
        }

        void close() throws Exception {
            if (reader != null) {
                SourceReader<T, S> toClose = reader;
                reader = null;
                toClose.close();
            }
        }
    }

    /** How the reader reaches its enumerator. */
    private record ReaderContext(OperatorContext context) implements SourceReaderContext {
        @Override
        public TaskInfo getTaskInfo() {
            return context.runtimeContext().getTaskInfo();
        }

        @Override
        public String getLocalHostName() {
            return context.hostName();
        }

        @Override
        public void sendSplitRequest() {
            context.requestSplit();
        }

        @Override
        public ClassLoader getUserCodeClassLoader() {
            return context.runtimeContext().getUserCodeClassLoader();
        }
    }

    /**
     * How it is made.
     *
     * @param source the source
     * @param strategy how records get their event time, beyond what the source tells
     * @param progressive whether event time goes on before the end of the input
     * @param <T> the type of the records
     */
    public record Spec<T>(Source<T, ?, ?> source, WatermarkStrategy<T> strategy, boolean progressive)
            implements OperatorSpec<Void, T> {
        private static final long serialVersionUID = 1L;

        /** Makes one of which the source alone tells event time. */
        public Spec(Source<T, ?, ?> source) {
            this(source, WatermarkStrategy.noWatermarks(), true);
        }

        @Override
        public Operator<Void, T> create(OperatorContext context, Output<T> output) {
            return new SourceOperator<>(context, this, output);
        }
    }
}
