package io.weir.connector.file;

import io.weir.connector.Committer;
import io.weir.connector.CommittingSinkWriter;
import io.weir.connector.OutputCleaner;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.StatefulSinkWriter;
import io.weir.connector.SupportsCommitter;
import io.weir.connector.SupportsWriterState;
import io.weir.fs.FilePaths;
import io.weir.fs.FileSystems;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes records to files, each exactly once if the job takes checkpoints. A file is written under a hidden name, ends
 * when the rolling policy says so, and gets its name when the next checkpoint is complete. So all files that can be seen
 * are whole, and hold nothing that the job would write again after a failure. A failure cuts the files that were being
 * written to what the checkpoint knows of them, and ends them. Where no checkpoints are taken, files get
 * their names once all tasks of the job have come to the end of their input. Immutable.
 *
 * <pre>{@code
 * FileSink<String> sink = FileSink.forRowFormat("hdfs:///logs", new SimpleStringEncoder<String>())
 *         .withBucketAssigner(new DateTimeBucketAssigner<>("yyyy-MM-dd"))
 *         .withOutputFileConfig(OutputFileConfig.builder().withPartSuffix(".txt").build())
 *         .build();
 * }</pre>
 *
 * @param <T> the type of the records
 */
public final class FileSink<T>
        implements Sink<T>, SupportsCommitter<FileCommittable>, SupportsWriterState<T, UnfinishedFile> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final Encoder<T> encoder;
    private final BucketAssigner<T> bucketAssigner;
    private final RollingPolicy<T> rollingPolicy;
    private final OutputFileConfig names;
    private final long checkIntervalMillis;

    private FileSink(RowFormatBuilder<T> builder) {
        this.directory = builder.directory;
        this.encoder = builder.encoder;
        this.bucketAssigner = builder.bucketAssigner;
        this.rollingPolicy = builder.rollingPolicy;
        this.names = builder.names;
        this.checkIntervalMillis = builder.checkIntervalMillis;
    }

    /**
     * Begins to describe a sink that writes one record after the other.
     *
     * @param directory where the files go, such as {@code hdfs:///logs}
     * @param encoder writes single records
     * @param <T> the type of the records
     * @return what more can be said
     */
    public static <T> RowFormatBuilder<T> forRowFormat(String directory, Encoder<T> encoder) {
        return new RowFormatBuilder<>(directory, encoder);
    }

    /** Returns where the files go. */
    public String directory() {
        return directory;
    }

    Encoder<T> encoder() {
        return encoder;
    }

    BucketAssigner<T> bucketAssigner() {
        return bucketAssigner;
    }

    RollingPolicy<T> rollingPolicy() {
        return rollingPolicy;
    }

    OutputFileConfig names() {
        return names;
    }

    long checkIntervalMillis() {
        return checkIntervalMillis;
    }

    @Override
    public CommittingSinkWriter<T, FileCommittable> createWriter(SinkWriterContext context) throws IOException {
        return new PartFileWriter<>(this, context, List.of());
    }

    @Override
    public StatefulSinkWriter<T, UnfinishedFile> restoreWriter(
            SinkWriterContext context, Collection<UnfinishedFile> recoveredState) throws IOException {
        return new PartFileWriter<>(this, context, recoveredState);
    }

    @Override
    public SimpleVersionedSerializer<UnfinishedFile> getWriterStateSerializer() {
        return new UnfinishedFile.Serializer();
    }

    @Override
    public Committer<FileCommittable> createCommitter(SinkWriterContext context) {
        return new FileCommitter();
    }

    @Override
    public Optional<OutputCleaner> outputCleaner() {
        return Optional.of(new HiddenFilesCleaner(directory));
    }

    @Override
    public SimpleVersionedSerializer<FileCommittable> getCommittableSerializer() {
        return new FileCommittable.Serializer();
    }

    /**
     * Collects what a sink is like. The thread that builds the program owns it.
     *
     * @param <T> the type of the records
     */
    public static final class RowFormatBuilder<T> {
        private static final long DEFAULT_CHECK_MILLIS = 60_000;

        private final String directory;
        private final Encoder<T> encoder;
        private BucketAssigner<T> bucketAssigner = new DateTimeBucketAssigner<>();
        private RollingPolicy<T> rollingPolicy = DefaultRollingPolicy.builder().build();
        private OutputFileConfig names = OutputFileConfig.builder().build();
        private long checkIntervalMillis = DEFAULT_CHECK_MILLIS;

        private RowFormatBuilder(String directory, Encoder<T> encoder) {
            this.directory = FilePaths.withoutTrailingSlash(FileSystems.qualify(directory));
            this.encoder = Objects.requireNonNull(encoder, "encoder is null");
        }

        /**
         * Sets into which directory, below that of the sink, each record goes; by default one for each hour.
         *
         * @param assigner says it
         * @return this
         */
        public RowFormatBuilder<T> withBucketAssigner(BucketAssigner<T> assigner) {
            bucketAssigner = Objects.requireNonNull(assigner, "assigner is null");
            return this;
        }

        /**
         * Sets when files end, beside at checkpoints; by default with 128 MB, with an age of 60 s, or 60 s after the last
         * record.
         *
         * @param policy says it
         * @return this
         */
        public RowFormatBuilder<T> withRollingPolicy(RollingPolicy<T> policy) {
            rollingPolicy = Objects.requireNonNull(policy, "policy is null");
            return this;
        }

        /**
         * Sets at which intervals the rolling policy is asked about the time; by default 60 s.
         *
         * @param interval milliseconds, at least 1
         * @return this
         */
        public RowFormatBuilder<T> withBucketCheckInterval(long interval) {
            if (interval < 1) {
                throw new IllegalArgumentException("The interval has to be at least 1 ms, but is " + interval);
            }
            checkIntervalMillis = interval;
            return this;
        }

        /**
         * Sets how files are called.
         *
         * @param config says it
         * @return this
         */
        public RowFormatBuilder<T> withOutputFileConfig(OutputFileConfig config) {
            names = Objects.requireNonNull(config, "config is null");
            return this;
        }

        /** Makes the sink. */
        public FileSink<T> build() {
            return new FileSink<>(this);
        }
    }
}
