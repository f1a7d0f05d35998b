package io.weir.connector.file;

import io.weir.connector.SequentialSplitReader;
import io.weir.connector.SourceOutput;
import io.weir.connector.SourceReaderContext;
import io.weir.fs.FileFailures;
import io.weir.fs.FileSystems;
import io.weir.fs.SeekableInput;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/** Reads parts of text files, one after the other. The task's thread owns it. */
final class TextFileReader extends SequentialSplitReader<String, FileSplit> {
    /** Large enough that a remote file system is asked seldom. */
    static final int CHUNK = 256 << 10;

    /** A call of readBlock ends after about as many bytes as a frame takes. */
    private static final int BLOCK = 32 << 10;

    private final Charset charset;
    private final int chunkSize;
    private final boolean skipsFirstLine;
    private FileSplit split;
    private InputStream in;
    private LineReader lines;

    /**
     * Creates a reader.
     *
     * @param charset how characters are written
     * @param chunkSize how many bytes are read at a time
     * @param skipsFirstLine whether the first line of each file is left out
     */
    TextFileReader(SourceReaderContext context, Charset charset, int chunkSize, boolean skipsFirstLine) {
        super(context);
        this.skipsFirstLine = skipsFirstLine;
        this.charset = charset;
        this.chunkSize = chunkSize;
    }

    @Override
    protected void openSplit(FileSplit next) throws IOException {
        split = next;
        try {
            in = open(next);
            lines = new LineReader(in, next.offset(), next.end(), charset, chunkSize);
            if (skipsFirstLine && next.offset() == 0) {
                lines.next();
            }
        } catch (FileNotFoundException e) {
            closeSplit();
            throw new WeirException(
                    ErrorCode.FILE, "The file " + next.path() + " was there when the job began, but is gone.", e);
        } catch (IOException e) {
            closeSplit();
            throw unreadable(e);
        }
    }

    private static InputStream open(FileSplit split) throws IOException {
        long first = LineReader.firstByte(split.offset());
        SeekableInput bytes = FileSystems.of(split.path()).open(split.path());
        Compression compression = Compression.of(split.path());
        InputStream content = compression.open(bytes, split.path());
        try {
            if (compression == Compression.NONE) {
                bytes.seek(first);
            } else {
                content.skipNBytes(first);
            }
            return content;
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    @Override
    protected boolean readBlock(SourceOutput<String> output) throws IOException {
        long until = lines.position() + BLOCK;
        while (lines.position() < until) {
            String line = nextLine();
            if (line == null) {
                return false;
            }
            output.collect(line);
        }
        // A part that is done must not look unfinished: its remainder would begin behind its end.
        return lines.position() < split.end();
    }

    private String nextLine() throws IOException {
        try {
            return lines.next();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private WeirException unreadable(IOException cause) {
        return new WeirException(
                ErrorCode.STORAGE,
                "The file " + split + " cannot be read: " + FileFailures.describe(cause) + ".",
                cause);
    }

    @Override
    protected String position() {
        return "byte " + lines.lineBegin() + " of " + split.path();
    }

    @Override
    protected FileSplit remainder(FileSplit opened) {
        return opened.from(lines.position());
    }

    @Override
    protected void closeSplit() throws IOException {
        lines = null;
        if (in != null) {
            InputStream open = in;
            in = null;
            open.close();
        }
    }
}
