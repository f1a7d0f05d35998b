package io.weir.connector.format;

import io.weir.connector.SequentialSplitReader;
import io.weir.connector.SourceOutput;
import io.weir.connector.SourceReaderContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/** Reads the splits of an input format, one after the other. The task's thread owns it. */
final class InputFormatReader<T, S extends InputSplit> extends SequentialSplitReader<T, FormatSplit> {
    /** How many records a call of readBlock reads at most. */
    private static final int BLOCK = 128;

    private final InputFormat<T, S> format;
    private final ClassLoader classLoader;
    private long read;

    InputFormatReader(SourceReaderContext context, InputFormat<T, S> format) {
        super(context);
        this.format = format;
        this.classLoader = context.getUserCodeClassLoader();
    }

    @Override
    protected void openSplit(FormatSplit split) throws IOException {
        boolean opened = false;
        try {
            format.open(splitOf(split));
            for (read = 0; read < split.read() && !format.reachedEnd(); read++) {
                format.nextRecord(null);
            }
            opened = true;
        } finally {
            if (!opened) {
                format.close();
            }
        }
    }

    @SuppressWarnings("unchecked") // the format has made it
    private S splitOf(FormatSplit split) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(split.split())) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
                try {
                    return Class.forName(description.getName(), false, classLoader);
                } catch (ClassNotFoundException e) {
                    return super.resolveClass(description); // knows the primitive types
                }
            }
        }) {
            return (S) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("The class of a split is not known here: " + e.getMessage(), e);
        }
    }

    @Override
    protected boolean readBlock(SourceOutput<T> output) throws IOException {
        for (int i = 0; i < BLOCK; i++) {
            if (format.reachedEnd()) {
                return false;
            }
            T next = format.nextRecord(null);
            read++;
            if (next != null) {
                output.collect(next);
            }
        }
        return !format.reachedEnd();
    }

    @Override
    protected String position() {
        return "record " + (read - 1);
    }

    @Override
    protected FormatSplit remainder(FormatSplit split) {
        return split.after(read);
    }

    @Override
    protected void closeSplit() throws IOException {
        format.close();
    }
}
