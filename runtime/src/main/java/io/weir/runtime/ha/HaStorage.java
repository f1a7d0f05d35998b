package io.weir.runtime.ha;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.RpcOptions;
import io.weir.execution.JobId;
import io.weir.fs.FilePaths;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.ProtocolClasses;
import io.weir.runtime.rpc.MessageCodec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a cluster that its leaders hand on to each other: {@code <storageDir>/<cluster>/jobs/<job>/} with
 * {@code job} and the program's jars, and {@code results/<job>-<term>}. Which of them count is for ZooKeeper to say. All
 * methods read or write files; for any thread.
 */
final class HaStorage {
    private static final Logger LOG = LoggerFactory.getLogger(HaStorage.class);
    private static final byte[] MAGIC = "WEIRHA".getBytes(StandardCharsets.US_ASCII);
    private static final short VERSION = 1;
    private static final int HEADER = MAGIC.length + Short.BYTES;

    private final String directory;
    private final MessageCodec codec;

    private HaStorage(String directory) {
        this.directory = directory;
        List<Class<?>> classes = new ArrayList<>(ProtocolClasses.all());
        classes.add(StoredJob.class);
        this.codec = new MessageCodec(
                classes,
                Math.toIntExact(RpcOptions.MAX_FRAME_SIZE.defaultValue().bytes()));
    }

    static HaStorage of(Configuration configuration) {
        String root = ZooKeeper.require(configuration, HighAvailabilityOptions.STORAGE_DIR);
        return new HaStorage(FilePaths.child(FileSystems.qualify(root), ZooKeeper.clusterId(configuration)));
    }

    /** Returns the directory of the cluster. */
    String directory() {
        return directory;
    }

    /** Stores a job and its jars; returns the directory. */
    String write(StoredJob job, List<Path> files) throws IOException {
        String target = directoryOf(job.graph().jobId());
        for (int i = 0; i < files.size(); i++) {
            String file = FilePaths.child(target, job.jars().get(i).sha256());
            try (OutputStream out = FileSystems.of(file).create(file, true)) {
                Files.copy(files.get(i), out);
            }
        }
        write(FilePaths.child(target, "job"), job);
        return target;
    }

    private String directoryOf(JobId job) {
        return FilePaths.child(FilePaths.child(directory, "jobs"), job.value());
    }

    StoredJob readJob(String jobDirectory) throws IOException {
        return read(FilePaths.child(jobDirectory, "job"), StoredJob.class);
    }

    InputStream open(JobId job, BlobKey jar) throws IOException {
        String file = FilePaths.child(directoryOf(job), jar.sha256());
        return FileSystems.of(file).open(file);
    }

    /** Stores how a job ended; returns the file. */
    String write(JobDetails details, String term) throws IOException {
        String name = details.summary().id() + "-" + term;
        String file = FilePaths.child(FilePaths.child(directory, "results"), name);
        write(file, details);
        return file;
    }

    JobDetails readResult(String file) throws IOException {
        return read(file, JobDetails.class);
    }

    private void write(String file, Object value) throws IOException {
        byte[] bytes = codec.encodeValue(value);
        ByteBuffer content = ByteBuffer.allocate(HEADER + bytes.length + Integer.BYTES);
        content.put(MAGIC).putShort(VERSION).put(bytes);
        content.putInt(checksum(content.array(), content.position()));
        try (OutputStream out = FileSystems.of(file).create(file, true)) {
            out.write(content.array());
        }
    }

    private <T> T read(String file, Class<T> type) throws IOException {
        byte[] content;
        try (InputStream in = FileSystems.of(file).open(file)) {
            content = in.readAllBytes();
        }
        int end = content.length - Integer.BYTES;
        if (end < HEADER
                || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || ByteBuffer.wrap(content, end, Integer.BYTES).getInt() != checksum(content, end)) {
            throw new WeirException(ErrorCode.STORAGE, "The file " + file + " is damaged.");
        }
        if (ByteBuffer.wrap(content).getShort(MAGIC.length) != VERSION) {
            throw new WeirException(ErrorCode.STORAGE, "Another version of the engine wrote the file " + file + ".");
        }
        return codec.decodeValue(Arrays.copyOfRange(content, HEADER, end), type);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Deletes a file or directory; what cannot be deleted is logged. */
    void delete(String path) {
        try {
            FileSystem files = FileSystems.of(path);
            files.delete(path);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be deleted.", path, e);
        }
    }

    void deleteJob(JobId job) {
        delete(directoryOf(job));
    }
}
