package io.weir.connector.file;

import io.weir.connector.SourceSize;
import io.weir.connector.format.InputFormat;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystems;
import io.weir.fs.InputFiles;
import io.weir.fs.SeekableInput;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads records from files: from one, from all below a directory, or from what matches a pattern. Files are divided at the borders
 * of blocks and further, unless {@link #isSplittable} says that they must not be; a record belongs to the part that it begins in.
 * Files that end with {@code .gz} or {@code .deflate} are unpacked and read as a whole. Subclasses read from {@link #stream}. The
 * task's thread owns it.
 *
 * @param <T> the type of the records
 */
public abstract class FileInputFormat<T> implements InputFormat<T, FileInputSplit> {
    private static final long serialVersionUID = 1L;
    private static final long LEAST_SPLIT = 256 << 10;
    private static final long GREATEST_SPLIT = 128L << 20;

    private List<String> paths = List.of();
    private long greatestSplit = GREATEST_SPLIT;

    /** The part that is open. */
    protected transient FileInputSplit currentSplit;

    /** The bytes of the file, from where the part begins; a {@link SeekableInput} if the file is not compressed. */
    protected transient InputStream stream;

    /** Creates a format whose files are told later. */
    protected FileInputFormat() {}

    /**
     * Sets what is read.
     *
     * @param files files, directories or patterns
     */
    public final void setFilePaths(String... files) {
        List<String> qualified = new ArrayList<>();
        for (String file : files) {
            qualified.add(FileSystems.qualify(file));
        }
        paths = List.copyOf(qualified);
    }

    /**
     * Sets what is read.
     *
     * @param file a file, a directory or a pattern
     */
    public final void setFilePath(String file) {
        setFilePaths(file);
    }

    /**
     * Sets how large a part is at most.
     *
     * @param bytes at least 1; 128 MB if not set
     */
    public final void setGreatestSplit(long bytes) {
        greatestSplit = bytes;
    }

    /** Returns whether a part can begin elsewhere than at the beginning of its file. */
    protected boolean isSplittable() {
        return true;
    }

    private List<FileStatus> files() {
        if (paths.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The " + getClass().getSimpleName()
                            + " has no path: call setFilePath(), or readFile(format, path).");
        }
        List<FileStatus> files = new ArrayList<>();
        paths.forEach(path -> files.addAll(InputFiles.find(path)));
        return files;
    }

    @Override
    public Optional<SourceSize> estimateSize() {
        return Optional.of(new SourceSize(
                -1, files().stream().mapToLong(FileStatus::length).sum()));
    }

    @Override
    public FileInputSplit[] createInputSplits(int minNumSplits) throws IOException {
        List<FileInputSplit> splits = new ArrayList<>();
        if (isSplittable()) {
            long least = Math.min(LEAST_SPLIT, greatestSplit);
            for (FileSplit split : new FileSplitPlanner(least, greatestSplit).plan(files(), minNumSplits)) {
                splits.add(
                        new FileInputSplit(split.index(), split.path(), split.offset(), split.length(), split.hosts()));
            }
        } else {
            for (FileStatus file : files()) {
                List<String> hosts = file.blocks().isEmpty()
                        ? List.of()
                        : file.blocks().get(0).hosts();
                splits.add(new FileInputSplit(splits.size(), file.path(), 0, FileSplit.TO_THE_END, hosts));
            }
        }
        return splits.toArray(FileInputSplit[]::new);
    }

    @Override
    public void open(FileInputSplit split) throws IOException {
        currentSplit = split;
        SeekableInput bytes = FileSystems.of(split.getPath()).open(split.getPath());
        stream = bytes;
        Compression compression = Compression.of(split.getPath());
        if (compression != Compression.NONE) {
            stream = compression.open(bytes, split.getPath());
        }
        seek(split.getStart());
    }

    /**
     * Goes to a position that is not before that of the stream.
     *
     * @param position in bytes of the file's content
     * @throws IOException any failure; it fails the task
     */
    protected final void seek(long position) throws IOException {
        if (stream instanceof SeekableInput seekable) {
            seekable.seek(position);
        } else {
            stream.skipNBytes(position);
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            InputStream open = stream;
            stream = null;
            open.close();
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + String.join(", ", paths);
    }
}
