package io.weir.runtime.minicluster;

import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystemFactory;
import io.weir.fs.FileSystems;
import io.weir.fs.LocalFileSystem;
import io.weir.fs.SeekableInput;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/**
 * Local files under the scheme {@code faulty}, which count each step that changes them and fail at one of them: steps are
 * to create, close, rename and delete files, and to create directories. For any thread; one test at a time.
 */
final class FaultyFileSystem implements FileSystem {
    private static final String SCHEME = "faulty";
    private static final FaultyFileSystem INSTANCE = new FaultyFileSystem();

    /** How a step goes wrong. */
    enum Fault {
        /** It is done in part, and nothing works any more after it: the machine is gone. */
        CRASH,
        /** It is done in part, and only this one fails. */
        FAIL_BEFORE,
        /** It is done, but whoever asked is told that it failed. */
        FAIL_AFTER
    }

    private final LocalFileSystem files = new LocalFileSystem();

    // All below guarded by this: the test sets them, all threads of the cluster count.
    private Fault fault;
    private int stepsToGo;
    private int steps;
    private boolean crashed;
    private String failedStep;

    /** Opens it for all tests. */
    static final class Factory implements FileSystemFactory {
        @Override
        public Set<String> schemes() {
            return Set.of(SCHEME);
        }

        @Override
        public FileSystem open(String path) {
            return INSTANCE;
        }
    }

    /** Returns the one that there is, under its scheme. */
    static FaultyFileSystem install() {
        FileSystems.register(new Factory());
        return INSTANCE;
    }

    /** Returns the path under which a local one is faulty. */
    static String path(String local) {
        return SCHEME + ":" + local;
    }

    private static String local(String path) {
        return path.replaceFirst("^" + SCHEME + ":", "file:");
    }

    private static FileStatus faulty(FileStatus status) {
        return new FileStatus(
                status.path().replaceFirst("^file:", SCHEME + ":"),
                status.length(),
                status.directory(),
                status.blocks());
    }

    /** Lets the n-th step from now on fail; the first one is 1. */
    synchronized void failAt(int step, Fault how) {
        heal();
        fault = how;
        stepsToGo = step;
    }

    /** Lets everything work from now on. */
    synchronized void heal() {
        fault = null;
        crashed = false;
        failedStep = null;
        steps = 0;
    }

    /** Returns the step that failed; null if it was not reached. */
    synchronized String failedStep() {
        return failedStep;
    }

    /** Returns how many steps there were. */
    synchronized int steps() {
        return steps;
    }

    private synchronized void check() throws IOException {
        if (crashed) {
            throw new IOException("The machine has crashed.");
        }
    }

    /** A step, or part of it. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /** Does a step, unless it is the one that fails. */
    private void step(String name, Work whole, Work part) throws IOException {
        if (!isDue(name)) {
            whole.run();
            return;
        }
        Fault how;
        synchronized (this) {
            how = fault;
        }
        (how == Fault.FAIL_AFTER ? whole : part).run();
        throw new IOException("Disturbed: " + name);
    }

    private synchronized boolean isDue(String name) throws IOException {
        check();
        steps++;
        if (fault == null || --stepsToGo != 0) {
            return false;
        }
        failedStep = name;
        crashed = fault == Fault.CRASH;
        return true;
    }

    @Override
    public SeekableInput open(String path) throws IOException {
        check();
        return files.open(local(path));
    }

    @Override
    public OutputStream create(String path, boolean overwrite) throws IOException {
        step("create " + path, () -> files.create(local(path), overwrite).close(), () -> {});
        return new ByteArrayOutputStream() {
            private boolean closed;

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    step(
                            "close " + path,
                            () -> put(path, toByteArray(), size()),
                            () -> put(path, toByteArray(), size() / 2));
                }
            }
        };
    }

    private void put(String path, byte[] bytes, int length) throws IOException {
        try (OutputStream out = files.create(local(path), true)) {
            out.write(bytes, 0, length);
        }
    }

    @Override
    public FileStatus status(String path) throws IOException {
        check();
        return faulty(files.status(local(path)));
    }

    @Override
    public List<FileStatus> list(String path) throws IOException {
        check();
        return files.list(local(path)).stream().map(FaultyFileSystem::faulty).toList();
    }

    @Override
    public boolean exists(String path) throws IOException {
        check();
        return files.exists(local(path));
    }

    @Override
    public void createDirectories(String path) throws IOException {
        step("create directory " + path, () -> files.createDirectories(local(path)), () -> {});
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step("rename " + from + " to " + to, () -> files.rename(local(from), local(to)), () -> {});
    }

    @Override
    public boolean delete(String path) throws IOException {
        boolean was = files.exists(local(path));
        step("delete " + path, () -> files.delete(local(path)), () -> deleteFirst(path));
        return was;
    }

    /** Deletes one of the files of a directory. */
    private void deleteFirst(String path) throws IOException {
        try {
            for (FileStatus entry : files.list(local(path))) {
                if (!entry.directory()) {
                    files.delete(entry.path());
                    return;
                }
            }
        } catch (FileNotFoundException e) {
            return; // there is nothing
        }
    }
}
