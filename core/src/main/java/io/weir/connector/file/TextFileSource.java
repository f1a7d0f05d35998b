package io.weir.connector.file;

import io.weir.configuration.MemorySize;
import io.weir.connector.Boundedness;
import io.weir.connector.FixedSplitEnumerator;
import io.weir.connector.LocalityAwareSplitAssigner;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SourceSize;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.connector.SplitListSerializer;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystems;
import io.weir.fs.InputFiles;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads text files line by line: files, all files below directories, and what matches patterns such as
 * {@code hdfs:///logs/2024-*}{@code /*.txt}. Files whose names begin with a dot or an underscore are left out. Files are
 * divided at block borders, and further so that every reader has something to do; files that end with {@code .gz} or
 * {@code .deflate} are unpacked and read as a whole. Lines of one file keep their order within a part only. Immutable.
 *
 * <pre>{@code
 * Source<String, ?, ?> lines = TextFileSource.of("hdfs:///logs").withCharset("ISO-8859-1");
 * }</pre>
 */
public final class TextFileSource implements Source<String, FileSplit, List<FileSplit>> {
    private static final long serialVersionUID = 1L;
    private static final MemorySize LEAST_SPLIT = new MemorySize(256 << 10);
    private static final MemorySize GREATEST_SPLIT = MemorySize.ofMebiBytes(128);

    /** Packed text has about so many times its bytes when it is unpacked. */
    private static final int PACKED = 4;

    private final List<String> paths;
    private final String charset;
    private final long leastSplit;
    private final long greatestSplit;
    private final boolean skipsFirstLine;

    private TextFileSource(
            List<String> paths, String charset, long leastSplit, long greatestSplit, boolean skipsFirstLine) {
        this.skipsFirstLine = skipsFirstLine;
        this.paths = List.copyOf(paths);
        this.charset = charset;
        this.leastSplit = leastSplit;
        this.greatestSplit = greatestSplit;
    }

    /**
     * Creates a source.
     *
     * @param paths files, directories or patterns; what is relative is so to the working directory of this process
     * @return a source that reads them as UTF-8
     */
    public static TextFileSource of(String... paths) {
        if (paths.length == 0) {
            throw new IllegalArgumentException("A file source needs a path.");
        }
        List<String> qualified = new ArrayList<>();
        for (String path : paths) {
            qualified.add(FileSystems.qualify(path));
        }
        return new TextFileSource(
                qualified, StandardCharsets.UTF_8.name(), LEAST_SPLIT.bytes(), GREATEST_SPLIT.bytes(), false);
    }

    /**
     * Sets how characters are written.
     *
     * @param name the name of a charset in which a line feed is the byte 10, such as UTF-8, ISO-8859-15 or GBK
     * @return a source like this one
     */
    public TextFileSource withCharset(String name) {
        Charset found = Charsets.named(name);
        byte[] lineFeed = "\n".getBytes(found);
        if (lineFeed.length != 1 || lineFeed[0] != '\n') {
            throw new IllegalArgumentException(
                    "Files in " + name + " cannot be read line by line: a line feed is not the byte 10 there.");
        }
        return new TextFileSource(paths, found.name(), leastSplit, greatestSplit, skipsFirstLine);
    }

    /**
     * Sets how files are divided.
     *
     * @param least parts are not made smaller than this just to give every reader some; 256 kb if not set
     * @param greatest no part is larger than this, nor larger than a block of the file system; 128 mb if not set
     * @return a source like this one
     */
    public TextFileSource withSplitSize(MemorySize least, MemorySize greatest) {
        FileSplitPlanner planner = new FileSplitPlanner(least.bytes(), greatest.bytes());
        return new TextFileSource(paths, charset, planner.leastSize(), planner.greatestSize(), skipsFirstLine);
    }

    /** Returns a source like this one that leaves out the first line of each file, which names the columns. */
    public TextFileSource withoutFirstLines() {
        return new TextFileSource(paths, charset, leastSplit, greatestSplit, true);
    }

    /** Returns the paths. */
    public List<String> paths() {
        return paths;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    private TreeMap<String, FileStatus> files() {
        TreeMap<String, FileStatus> files = new TreeMap<>();
        for (String path : paths) {
            InputFiles.find(path).forEach(file -> files.put(file.path(), file));
        }
        return files;
    }

    @Override
    public Optional<SourceSize> estimateSize() {
        long bytes = files().values().stream()
                .mapToLong(file ->
                        Compression.of(file.path()) == Compression.NONE ? file.length() : PACKED * file.length())
                .sum();
        return Optional.of(new SourceSize(-1, bytes));
    }

    @Override
    public SplitEnumerator<FileSplit, List<FileSplit>> createEnumerator(SplitEnumeratorContext<FileSplit> context) {
        TreeMap<String, FileStatus> files = files();
        FileSplitPlanner planner = new FileSplitPlanner(leastSplit, greatestSplit);
        List<FileSplit> splits = planner.plan(List.copyOf(files.values()), context.currentParallelism());
        return restoreEnumerator(context, splits);
    }

    @Override
    public SplitEnumerator<FileSplit, List<FileSplit>> restoreEnumerator(
            SplitEnumeratorContext<FileSplit> context, List<FileSplit> state) {
        return new FixedSplitEnumerator<>(context, new LocalityAwareSplitAssigner<>(state));
    }

    @Override
    public SourceReader<String, FileSplit> createReader(SourceReaderContext context) {
        return new TextFileReader(context, Charset.forName(charset), TextFileReader.CHUNK, skipsFirstLine);
    }

    @Override
    public SimpleVersionedSerializer<FileSplit> getSplitSerializer() {
        return new FileSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<List<FileSplit>> getEnumeratorCheckpointSerializer() {
        return new SplitListSerializer<>(getSplitSerializer());
    }

    @Override
    public String toString() {
        return "Text files " + String.join(", ", paths);
    }
}
