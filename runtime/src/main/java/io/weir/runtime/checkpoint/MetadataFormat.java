package io.weir.runtime.checkpoint;

import io.weir.execution.JobId;
import io.weir.fs.FilePaths;
import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.PartFile;
import io.weir.runtime.protocol.StateHandle;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How a {@code _metadata} file is written; {@code docs/formats.md} describes it. Files of the checkpoint's own directory
 * are named relative to it, so that the directory can be moved. Stateless.
 */
final class MetadataFormat {
    private static final byte[] MAGIC = "WEIRMETA".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 4;

    /** From this version on enumerators have splits that others have given. */
    private static final int WITH_GIVEN_SPLITS = 3;

    /** From this version on operators have uids. */
    private static final int WITH_UIDS = 4;

    /** The earliest version that can be read. Its parts had no files. */
    private static final int WITHOUT_FILES = 1;

    private static final int HEADER = MAGIC.length + Integer.BYTES;
    private static final byte INLINE = 0;
    private static final byte FILE_PART = 1;

    private MetadataFormat() {}

    static byte[] write(CheckpointMetadata metadata, String directory) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(MAGIC);
            out.writeInt(VERSION);
            writeBody(metadata, directory, out);
            CRC32C checksum = new CRC32C();
            checksum.update(bytes.toByteArray());
            out.writeInt((int) checksum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void writeBody(CheckpointMetadata metadata, String directory, DataOutputStream out)
            throws IOException {
        writeText(metadata.job().value(), out);
        out.writeLong(metadata.checkpointId());
        writeText(metadata.kind().name(), out);
        out.writeLong(metadata.timestamp());
        out.writeInt(metadata.operators().size());
        for (OperatorState operator : metadata.operators()) {
            writeText(operator.id(), out);
            writeText(operator.name(), out);
            out.writeBoolean(operator.uid() != null);
            writeText(operator.uid() == null ? "" : operator.uid(), out);
            out.writeInt(operator.parallelism());
            out.writeInt(operator.maxParallelism());
            out.writeInt(operator.finished().size());
            for (int instance : operator.finished()) {
                out.writeInt(instance);
            }
            out.writeInt(operator.parts().size());
            for (Part part : operator.parts()) {
                writePart(part, directory, out);
            }
        }
        out.writeInt(metadata.enumerators().size());
        for (EnumeratorState enumerator : metadata.enumerators()) {
            writeText(enumerator.operatorId(), out);
            writeText(enumerator.name(), out);
            out.writeInt(enumerator.version());
            writeBytes(enumerator.bytes(), out);
            out.writeInt(enumerator.givenVersion());
            out.writeInt(enumerator.given().size());
            for (byte[] split : enumerator.given()) {
                writeBytes(split, out);
            }
        }
    }

    private static void writePart(Part part, String directory, DataOutputStream out) throws IOException {
        out.writeInt(part.instance());
        out.writeInt(part.part().firstKeyGroup());
        out.writeInt(part.part().keyGroups());
        out.writeBoolean(part.part().shared());
        writeHandle(part.part().handle(), directory, out);
        out.writeInt(part.part().files().size());
        for (PartFile file : part.part().files()) {
            writeText(file.name(), out);
            writeHandle(file.handle(), directory, out);
        }
    }

    private static void writeHandle(StateHandle handle, String directory, DataOutputStream out) throws IOException {
        if (handle instanceof StateHandle.FilePart file) {
            out.writeByte(FILE_PART);
            writeText(relative(file.path(), directory), out);
            out.writeLong(file.offset());
            out.writeLong(file.length());
            out.writeInt(file.checksum());
        } else if (handle instanceof StateHandle.Inline inline) {
            out.writeByte(INLINE);
            writeBytes(inline.bytes(), out);
        }
    }

    private static String relative(String path, String directory) {
        String prefix = FilePaths.child(directory, "");
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }

    private static String absolute(String path, String directory) {
        boolean relative = FilePaths.scheme(path).isEmpty() && !path.startsWith("/");
        return relative ? FilePaths.child(directory, path) : path;
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param bytes the file
     * @param file its path, for messages
     * @param directory where it is now, and the files that it names relative to it
     * @return the metadata
     * @throws WeirException if the file is damaged, or another file, or written by a later version
     */
    static CheckpointMetadata read(byte[] bytes, String file, String directory) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= bytes.length) {
                throw damaged(file, "it ends after " + bytes.length + " bytes", null);
            }
            if (bytes[i] != MAGIC[i]) {
                throw damaged(file, "it does not begin as such a file does", null);
            }
        }
        if (bytes.length < HEADER + Integer.BYTES) {
            throw damaged(file, "it ends after " + bytes.length + " bytes", null);
        }
        int end = bytes.length - Integer.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        int version = buffer.getInt(MAGIC.length);
        if ((int) checksum.getValue() != buffer.getInt(end)) {
            throw damaged(file, "its checksum is wrong: it was cut off or changed", null);
        }
        if (version < WITHOUT_FILES || version > VERSION) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "The metadata " + file + " has the format " + version + ", but this version of Weir reads "
                            + WITHOUT_FILES + " to " + VERSION
                            + ": use the version that it was written with, or a later one.");
        }
        try {
            return readBody(new In(version, bytes, end), directory);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, "its content makes no sense", e);
        }
    }

    static WeirException damaged(String file, String problem, Throwable cause) {
        return new WeirException(
                ErrorCode.CHECKPOINT_DAMAGED,
                "The metadata " + file + " of a checkpoint cannot be used: " + problem + ".",
                cause);
    }

    /** The bytes of a file of some version. */
    private static final class In extends DataInputStream {
        final int version;

        In(int version, byte[] bytes, int end) {
            super(new ByteArrayInputStream(bytes, HEADER, end - HEADER));
            this.version = version;
        }
    }

    private static CheckpointMetadata readBody(In in, String directory) throws IOException {
        JobId job = new JobId(readText(in));
        long checkpointId = in.readLong();
        CheckpointKind kind = CheckpointKind.valueOf(readText(in));
        long timestamp = in.readLong();
        List<OperatorState> operators = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            operators.add(readOperator(in, directory));
        }
        List<EnumeratorState> enumerators = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            enumerators.add(readEnumerator(in));
        }
        return new CheckpointMetadata(job, checkpointId, kind, timestamp, operators, enumerators);
    }

    private static EnumeratorState readEnumerator(In in) throws IOException {
        EnumeratorState state = new EnumeratorState(readText(in), readText(in), in.readInt(), readBytes(in));
        if (in.version < WITH_GIVEN_SPLITS) {
            return state;
        }
        int givenVersion = in.readInt();
        List<byte[]> given = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            given.add(readBytes(in));
        }
        return new EnumeratorState(
                state.operatorId(), state.name(), state.version(), state.bytes(), given, givenVersion);
    }

    private static OperatorState readOperator(In in, String directory) throws IOException {
        String id = readText(in);
        String name = readText(in);
        String uid = in.version < WITH_UIDS ? null : readUid(in);
        int parallelism = in.readInt();
        int maxParallelism = in.readInt();
        List<Integer> finished = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            finished.add(in.readInt());
        }
        List<Part> parts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            int instance = in.readInt();
            parts.add(new Part(instance, readPart(id, name, in, directory)));
        }
        return new OperatorState(id, name, uid, parallelism, maxParallelism, finished, parts);
    }

    private static String readUid(DataInputStream in) throws IOException {
        boolean known = in.readBoolean();
        String uid = readText(in);
        return known ? uid : null;
    }

    private static OperatorPart readPart(String id, String name, In in, String directory) throws IOException {
        int firstKeyGroup = in.readInt();
        int keyGroups = in.readInt();
        boolean shared = in.readBoolean();
        StateHandle handle = readHandle(in, directory);
        List<PartFile> files = new ArrayList<>();
        if (in.version > WITHOUT_FILES) {
            for (int left = in.readInt(); left > 0; left--) {
                files.add(new PartFile(readText(in), readHandle(in, directory)));
            }
        }
        return new OperatorPart(id, name, firstKeyGroup, keyGroups, shared, handle, files);
    }

    private static StateHandle readHandle(DataInputStream in, String directory) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case INLINE -> new StateHandle.Inline(readBytes(in));
            case FILE_PART ->
                new StateHandle.FilePart(absolute(readText(in), directory), in.readLong(), in.readLong(), in.readInt());
            default -> throw new IOException("There is no kind " + kind + " of state.");
        };
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("A length of " + length + " does not fit.");
        }
        return in.readNBytes(length);
    }
}
