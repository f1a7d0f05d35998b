package io.weir.connector.file;

import io.weir.fs.FileStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides files for parallel reading. A part never spans two blocks, so that one host can hold all of it, and is small
 * enough that every reader gets some. Immutable.
 *
 * @param leastSize no part is made smaller than this just to give every reader some
 * @param greatestSize no part is larger than this
 */
record FileSplitPlanner(long leastSize, long greatestSize) {
    /** Several parts per reader, so that a slow reader does not hold up the end. */
    private static final int PARTS_PER_READER = 4;

    FileSplitPlanner {
        if (leastSize < 1 || greatestSize < leastSize) {
            throw new IllegalArgumentException(
                    "Parts of files are at least 1 byte: from " + leastSize + " to " + greatestSize + " they are not.");
        }
    }

    /** Returns parts of about the same size; files without a byte have none. */
    List<FileSplit> plan(List<FileStatus> files, int parallelism) {
        long total = files.stream().mapToLong(FileStatus::length).sum();
        long fair = total / ((long) PARTS_PER_READER * parallelism) + 1;
        long size = Math.min(greatestSize, Math.max(leastSize, fair));
        List<FileSplit> splits = new ArrayList<>();
        for (FileStatus file : files) {
            if (file.length() == 0) {
                continue;
            }
            if (Compression.of(file.path()) != Compression.NONE) {
                List<String> hosts = file.blocks().isEmpty()
                        ? List.of()
                        : file.blocks().get(0).hosts();
                splits.add(new FileSplit(splits.size(), file.path(), 0, FileSplit.TO_THE_END, hosts));
            } else if (file.blocks().isEmpty()) {
                divide(file, new FileStatus.Block(0, file.length(), List.of()), size, splits);
            } else {
                file.blocks().forEach(block -> divide(file, block, size, splits));
            }
        }
        return splits;
    }

    private static void divide(FileStatus file, FileStatus.Block block, long size, List<FileSplit> splits) {
        long end = Math.min(block.offset() + block.length(), file.length());
        long length = end - block.offset();
        long parts = (length + size - 1) / size;
        long begin = block.offset();
        for (long i = 1; i <= parts; i++) {
            long next = block.offset() + length * i / parts;
            splits.add(new FileSplit(splits.size(), file.path(), begin, next - begin, block.hosts()));
            begin = next;
        }
    }
}
