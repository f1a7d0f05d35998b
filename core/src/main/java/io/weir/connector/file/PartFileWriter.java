package io.weir.connector.file;

import io.weir.connector.CommittingSinkWriter;
import io.weir.connector.ProcessingTimeService;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.StatefulSinkWriter;
import io.weir.fs.FileFailures;
import io.weir.fs.FilePaths;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of one parallel instance to one file for each bucket at a time. Files are in a hidden directory of
 * the instance until they are published, so that what failed attempts left is found by the next one: when that begins,
 * all that the checkpoint waited for has been published, what was being written then is cut to what the checkpoint knows
 * of and ends, and everything else is deleted.
 *
 * <p>Thread: the task's. Life: that of its operator.
 *
 * @param <T> the type of the records
 */
final class PartFileWriter<T>
        implements CommittingSinkWriter<T, FileCommittable>, StatefulSinkWriter<T, UnfinishedFile> {
    private static final Logger LOG = LoggerFactory.getLogger(PartFileWriter.class);

    private final FileSink<T> sink;
    private final ProcessingTimeService time;
    private final FileSystem fileSystem;
    private final String directory;
    private final String namePrefix;
    private final Map<String, PartFile> open = new LinkedHashMap<>();
    private final List<FileCommittable> closed = new ArrayList<>();
    private final List<UnfinishedFile> captured = new ArrayList<>();

    /** Hidden names that a checkpoint may know of: they are not deleted here. */
    private final Set<String> known = new HashSet<>();

    /** Where other instances, or an earlier job, had left files that are ended here. */
    private final Set<String> otherDirectories = new LinkedHashSet<>();

    private final RecordContext recordContext = new RecordContext();
    private long created;

    PartFileWriter(FileSink<T> sink, SinkWriterContext context, Collection<UnfinishedFile> unfinished)
            throws IOException {
        this.sink = sink;
        this.time = context.processingTimeService();
        this.fileSystem = FileSystems.of(sink.directory());
        int subtask = context.taskInfo().getIndexOfThisSubtask();
        directory = FilePaths.child(
                sink.directory(),
                String.format(
                        Locale.ROOT,
                        "%s%08x-%d",
                        hiddenPrefix(context.jobInfo().jobId()),
                        context.operatorId().hashCode(),
                        subtask));
        // No two attempts use the same name, even if the job's JobManager has forgotten how many there were.
        String attempt = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        namePrefix = sink.names().getPartPrefix() + '-' + subtask + '-' + attempt + '-';
        unfinished.forEach(file -> known.add(file.names().pending()));
        deleteLeftovers();
        unfinished.forEach(this::recover);
        checkTimeLater();
    }

    /** Returns with what the names of a job's hidden directories begin. */
    static String hiddenPrefix(String jobId) {
        return ".weir-" + jobId + "-";
    }

    private void deleteLeftovers() {
        try {
            if (known.isEmpty()) {
                fileSystem.delete(directory);
                return;
            }
            Set<String> names = new HashSet<>();
            known.forEach(path -> names.add(FilePaths.name(path)));
            for (FileStatus left : leftIn(directory)) {
                if (!names.contains(FilePaths.name(left.path()))) {
                    fileSystem.delete(left.path());
                }
            }
        } catch (IOException e) {
            throw failed("What an earlier attempt left in " + directory + " cannot be deleted", e);
        }
    }

    /** Ends a file at what the checkpoint knows of it; it is published with the next one. */
    private void recover(UnfinishedFile file) {
        FileCommittable names = file.names();
        try {
            FileSystem owner = FileSystems.of(names.pending());
            if (owner.exists(names.pending())) {
                owner.truncate(names.pending(), file.length());
                closed.add(names);
                otherDirectories.add(
                        names.pending().substring(0, names.pending().lastIndexOf('/')));
            } else if (!owner.exists(names.target())) {
                LOG.warn(
                        "The file {} was published after the checkpoint that the job starts from, it seems, and is not"
                                + " there any more.",
                        names.target());
            }
        } catch (IOException e) {
            throw failed("The output " + names.pending() + " cannot be gone on with", e);
        }
    }

    private void checkTimeLater() {
        time.registerTimer(time.getCurrentProcessingTime() + sink.checkIntervalMillis(), due -> {
            closeWhere(file -> sink.rollingPolicy().shouldRollOnProcessingTime(file, time.getCurrentProcessingTime()));
            checkTimeLater();
        });
    }

    /** Says which files end. */
    @FunctionalInterface
    private interface Choice {
        /** Returns whether a file ends. */
        boolean includes(PartFile file) throws IOException;
    }

    private void closeWhere(Choice choice) throws IOException {
        for (Iterator<PartFile> files = open.values().iterator(); files.hasNext(); ) {
            PartFile file = files.next();
            if (choice.includes(file)) {
                close(file);
                files.remove();
            }
        }
    }

    private void close(PartFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw failed("The output " + file.names().pending() + " cannot be written", e);
        }
        closed.add(file.names());
    }

    @Override
    public void write(T value, long timestamp) throws IOException {
        long now = time.getCurrentProcessingTime();
        recordContext.now = now;
        recordContext.timestamp = timestamp;
        String bucketId = sink.bucketAssigner().getBucketId(value, recordContext);
        PartFile file = open.get(bucketId);
        if (file != null && sink.rollingPolicy().shouldRollOnEvent(file, value)) {
            close(file);
            open.remove(bucketId);
            file = null;
        }
        if (file == null) {
            file = create(bucketId, now);
            open.put(bucketId, file);
        }
        sink.encoder().encode(value, file);
        file.updated(now);
    }

    private PartFile create(String bucketId, long now) {
        String name = namePrefix + created++ + sink.names().getPartSuffix();
        String bucket = bucketId.isEmpty() ? sink.directory() : FilePaths.child(sink.directory(), checked(bucketId));
        FileCommittable names = new FileCommittable(FilePaths.child(directory, name), FilePaths.child(bucket, name));
        try {
            OutputStream out = fileSystem.canTruncate()
                    ? fileSystem.createSyncable(names.pending())
                    : fileSystem.create(names.pending(), false);
            return new PartFile(bucketId, names, now, out);
        } catch (IOException e) {
            throw failed("The output " + names.pending() + " cannot be created", e);
        }
    }

    private static String checked(String bucketId) {
        for (String part : bucketId.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("A bucket is a relative path such as day=2026-03-01/hour=07, but '"
                        + bucketId + "' is not: it has the part '" + part + "'.");
            }
        }
        return bucketId;
    }

    /** Somebody may start from a savepoint when the job has gone on with its files, or while it does. */
    @Override
    public void prepareSavepoint() throws IOException {
        closeWhere(file -> true);
    }

    /** What can be cut after a failure may go on; what else is open ends, for only then is it durable. */
    @Override
    public void flush(boolean endOfInput) throws IOException {
        boolean endAll = endOfInput || !fileSystem.canTruncate();
        closeWhere(file -> endAll || sink.rollingPolicy().shouldRollOnCheckpoint(file));
        captured.clear();
        for (PartFile file : open.values()) {
            try {
                captured.add(file.capture());
            } catch (IOException e) {
                throw failed("The output " + file.names().pending() + " cannot be written", e);
            }
            known.add(file.names().pending());
        }
    }

    @Override
    public List<UnfinishedFile> snapshotState(long checkpointId) {
        return List.copyOf(captured);
    }

    @Override
    public Collection<FileCommittable> prepareCommit() {
        List<FileCommittable> ready = List.copyOf(closed);
        closed.clear();
        ready.forEach(file -> known.remove(file.pending()));
        return ready;
    }

    private WeirException failed(String what, IOException cause) {
        return new WeirException(ErrorCode.STORAGE, what + ": " + FileFailures.describe(cause) + ".", cause);
    }

    /** Deletes what no checkpoint knows of, and the instance's directory if nothing is left in it. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (PartFile file : open.values()) {
            try {
                file.abandon();
            } catch (IOException e) {
                failure = e;
            }
            closed.add(file.names());
        }
        open.clear();
        for (FileCommittable file : closed) {
            if (!known.contains(file.pending())) {
                fileSystem.delete(file.pending());
            }
        }
        closed.clear();
        otherDirectories.add(directory);
        for (String used : otherDirectories) {
            if (leftIn(used).isEmpty()) {
                fileSystem.delete(used);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private List<FileStatus> leftIn(String hidden) throws IOException {
        try {
            return fileSystem.list(hidden);
        } catch (FileNotFoundException e) {
            return List.of(); // nothing was written
        }
    }

    /** What is known beside the record at hand. */
    private static final class RecordContext implements BucketAssigner.Context {
        private long now;
        private long timestamp;

        @Override
        public long currentProcessingTime() {
            return now;
        }

        @Override
        public Long timestamp() {
            return timestamp == Long.MIN_VALUE ? null : timestamp;
        }
    }
}
