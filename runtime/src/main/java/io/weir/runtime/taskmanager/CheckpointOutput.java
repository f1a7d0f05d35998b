package io.weir.runtime.taskmanager;

import io.weir.fs.FilePaths;
import io.weir.runtime.checkpoint.files.StateFileWriter;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.PartFile;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.state.BackendFile;
import io.weir.runtime.state.StateCapture;
import io.weir.runtime.task.TaskCapture;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Where a TaskManager writes what its tasks keep at one checkpoint. A file is begun when something is too long to travel with
 * the message that tells of it; if there is much, there are as many files as threads that write.
 *
 * <p>Threads: those that write call {@link #write}, any number at the same time; then one of them {@link #finish} or
 * {@link #discard}; any may {@link #giveUp}.
 */
final class CheckpointOutput {
    private static final String GIVEN_UP = "The checkpoint was given up";

    /** How many bytes a TaskManager writes to one file before it begins another: files cost the file system more than bytes. */
    private static final long MUCH = 16 << 20;

    /** How often what is written is counted. */
    private static final int COUNTED = 1 << 20;

    /** After how many bytes it is looked whether to rest. */
    private static final int PACED = 1 << 16;

    private final String directory;
    private final TaskManagerId id;
    private final int inlineLimit;
    private final BiFunction<String, OutputStream, OutputStream> copying;
    private final WritePace pace;

    private final Object lock = new Object();

    /** All files. Guarded by the lock. */
    private final List<StateFileWriter> files = new ArrayList<>();

    /** Those that nobody writes at the moment. Guarded by the lock. */
    private final ArrayDeque<StateFileWriter> free = new ArrayDeque<>();

    /** How many were begun. Guarded by the lock, as is the next. */
    private int begun;

    /** About how many bytes were written. */
    private long written;

    /** Set by the main thread, read by those that write. */
    private volatile boolean givenUp;

    /**
     * Creates it without files.
     *
     * @param directory the checkpoint's
     * @param id the TaskManager
     * @param inlineLimit how many bytes travel with the message that tells of them, and one more
     * @param copying by the path of a file, also writes elsewhere what is written to it
     * @param pace when those that write rest
     */
    CheckpointOutput(
            String directory,
            TaskManagerId id,
            int inlineLimit,
            BiFunction<String, OutputStream, OutputStream> copying,
            WritePace pace) {
        this.directory = directory;
        this.id = id;
        this.inlineLimit = inlineLimit;
        this.copying = copying;
        this.pace = pace;
    }

    /**
     * Writes what an operator keeps; whoever calls closes the capture.
     *
     * @param part what it keeps
     * @param stored files of its backend that were stored before, by name
     * @return where it is
     */
    OperatorPart write(TaskCapture.Part part, Map<String, StateHandle> stored) throws IOException {
        StateCapture capture = part.capture();
        List<PartFile> backendFiles = new ArrayList<>();
        for (BackendFile file : capture.files()) {
            StateHandle known = file.isShared() ? stored.get(file.name()) : null;
            backendFiles.add(new PartFile(file.name(), known == null ? write(file) : known));
        }
        return new OperatorPart(
                part.operatorId(),
                part.operatorName(),
                capture.firstKeyGroup(),
                capture.keyGroups(),
                capture.isShared(),
                write(capture),
                backendFiles);
    }

    private StateHandle write(BackendFile file) throws IOException {
        try (InputStream in = file.open();
                PartStream stream = new PartStream()) {
            in.transferTo(stream);
            return stream.end();
        }
    }

    private StateHandle write(StateCapture capture) throws IOException {
        try (PartStream stream = new PartStream()) {
            capture.writeTo(stream);
            return stream.end();
        }
    }

    /** What is being written is not needed any more: writing it fails. Any thread. */
    void giveUp() {
        givenUp = true;
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** Completes the files, which nobody writes any more. */
    void finish() throws IOException {
        for (StateFileWriter file : all()) {
            file.close();
        }
    }

    /** Deletes the files, which nobody writes any more. */
    void discard() throws IOException {
        IOException failure = null;
        for (StateFileWriter file : all()) {
            try {
                file.abandon();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private List<StateFileWriter> all() {
        synchronized (lock) {
            return List.copyOf(files);
        }
    }

    private StateFileWriter acquire() throws IOException {
        int number;
        synchronized (lock) {
            while (free.isEmpty() && begun > 0 && written < MUCH && !givenUp) {
                await();
            }
            if (!free.isEmpty()) {
                return free.pop();
            }
            if (givenUp) {
                throw new IOException(GIVEN_UP);
            }
            number = begun++;
        }
        try {
            String path = FilePaths.child(directory, id + "-" + number + ".state");
            StateFileWriter file = new StateFileWriter(path, out -> copying.apply(path, out));
            synchronized (lock) {
                files.add(file);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            giveUp(); // nobody waits for a file that does not come into being
            throw e;
        }
    }

    private void await() throws InterruptedIOException {
        try {
            lock.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(GIVEN_UP);
        }
    }

    private void release(StateFileWriter file) {
        synchronized (lock) {
            free.push(file);
            lock.notifyAll();
        }
    }

    private void count(int bytes) {
        synchronized (lock) {
            written += bytes;
            if (written >= MUCH) {
                lock.notifyAll();
            }
        }
    }

    /** Takes the bytes of a part: the first into memory, and all into a file once they are too many. */
    private final class PartStream extends OutputStream {
        private byte[] head = new byte[Math.min(inlineLimit, 256)];
        private int length;
        private int uncounted;
        private int unpaced;
        private WritePace.Turn turn;
        private StateFileWriter file;
        private OutputStream out;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (givenUp) {
                throw new IOException(GIVEN_UP);
            }
            if (file == null && length + count < inlineLimit) {
                if (length + count > head.length) {
                    head = Arrays.copyOf(head, Math.min(inlineLimit, 2 * (length + count)));
                }
                System.arraycopy(bytes, offset, head, length, count);
                length += count;
                return;
            }
            if (file == null) {
                file = acquire();
                turn = pace.begin();
                out = file.beginPart();
                out.write(head, 0, length);
            }
            out.write(bytes, offset, count);
            uncounted += count;
            if (uncounted >= COUNTED) {
                count(uncounted);
                uncounted = 0;
            }
            unpaced += count;
            if (unpaced >= PACED) {
                unpaced = 0;
                turn.pause();
            }
        }

        StateHandle end() {
            return file == null ? new StateHandle.Inline(Arrays.copyOf(head, length)) : file.endPart();
        }

        @Override
        public void close() {
            if (file != null) {
                count(uncounted);
                turn.close();
                release(file);
                file = null;
            }
        }
    }
}
