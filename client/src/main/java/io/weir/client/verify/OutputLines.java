package io.weir.client.verify;

import io.weir.fs.FilePaths;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What a program has written below a directory: the lines of all its files, wherever and in whatever order they are.
 * Lines are kept as hashes of 64 bits, so that many millions can be compared. Files with hidden names were never
 * published, and only counted. Immutable.
 */
final class OutputLines {
    private static final int FIRST_SIZE = 1 << 16;

    private final String directory;
    private final int files;
    private final int hiddenFiles;
    private final long[] sortedHashes;

    private OutputLines(String directory, int files, int hiddenFiles, long[] sortedHashes) {
        this.directory = directory;
        this.files = files;
        this.hiddenFiles = hiddenFiles;
        this.sortedHashes = sortedHashes;
    }

    /** The files below a directory. */
    private record Found(List<String> visible, List<String> hidden) {
        static Found below(String directory) throws IOException {
            Found found = new Found(new ArrayList<>(), new ArrayList<>());
            found.search(FileSystems.of(directory), directory, false);
            return found;
        }

        private void search(FileSystem fileSystem, String directory, boolean isHidden) throws IOException {
            List<FileStatus> content;
            try {
                content = fileSystem.list(directory);
            } catch (FileNotFoundException e) {
                return; // nothing was written
            }
            for (FileStatus status : content) {
                boolean hide = isHidden || FilePaths.isHidden(status.name());
                if (status.directory()) {
                    search(fileSystem, status.path(), hide);
                } else {
                    (hide ? hidden : visible).add(status.path());
                }
            }
        }
    }

    /** Takes lines. */
    @FunctionalInterface
    private interface LineConsumer {
        void accept(byte[] bytes, int length, long hash);
    }

    /**
     * Reads what was written.
     *
     * @param directory where
     */
    static OutputLines read(String directory) throws IOException {
        Found found = Found.below(directory);
        Hashes hashes = new Hashes();
        for (String file : found.visible()) {
            forEachLine(file, (bytes, length, hash) -> hashes.add(hash));
        }
        return new OutputLines(directory, found.visible().size(), found.hidden().size(), hashes.sorted());
    }

    private static void forEachLine(String file, LineConsumer consumer) throws IOException {
        try (InputStream in = new BufferedInputStream(FileSystems.of(file).open(file), FIRST_SIZE)) {
            byte[] line = new byte[FIRST_SIZE];
            int length = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    consumer.accept(line, length, hash(line, length));
                    length = 0;
                } else {
                    line = length == line.length ? Arrays.copyOf(line, 2 * length) : line;
                    line[length++] = (byte) next;
                }
            }
            if (length > 0) {
                consumer.accept(line, length, hash(line, length));
            }
        }
    }

    /** FNV-1a, whose bits are scattered at the end. */
    private static long hash(byte[] bytes, int length) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ bytes[i] & 0xFF) * 0x100000001B3L;
        }
        hash = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        return hash ^ hash >>> 33;
    }

    /** Grows as hashes come. */
    private static final class Hashes {
        private long[] values = new long[FIRST_SIZE];
        private int size;

        void add(long hash) {
            values = size == values.length ? Arrays.copyOf(values, 2 * size) : values;
            values[size++] = hash;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return sorted;
        }
    }

    long count() {
        return sortedHashes.length;
    }

    int files() {
        return files;
    }

    int hiddenFiles() {
        return hiddenFiles;
    }

    long hashAt(int index) {
        return sortedHashes[index];
    }

    /**
     * Finds lines by their hashes.
     *
     * @param wanted says which
     * @param most how many at most
     * @return the lines, each as often as it was written
     */
    List<String> find(LongPredicate wanted, int most) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String file : Found.below(directory).visible()) {
            if (lines.size() < most) {
                forEachLine(file, (bytes, length, hash) -> {
                    if (lines.size() < most && wanted.test(hash)) {
                        lines.add(new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8));
                    }
                });
            }
        }
        return lines;
    }
}
