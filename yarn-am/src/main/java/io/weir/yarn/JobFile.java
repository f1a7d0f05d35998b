package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.RpcOptions;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.ProtocolClasses;
import io.weir.runtime.rpc.MessageCodec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A job graph as a file: magic number with format version, the graph, CRC32C. It goes from a client to the
 * ApplicationMaster that runs the same jars, and is never read by another version. Stateless.
 */
final class JobFile {
    /** The name of the file, in the staging directory and in the container. */
    static final String NAME = "job.graph";

    private static final byte[] MAGIC = "WEIRJOB1".getBytes(StandardCharsets.US_ASCII);

    private JobFile() {}

    static byte[] write(JobGraph graph) {
        byte[] value = codec().encodeValue(graph);
        ByteBuffer file = ByteBuffer.allocate(MAGIC.length + value.length + Integer.BYTES);
        file.put(MAGIC).put(value).putInt(checksum(value));
        return file.array();
    }

    static JobGraph read(byte[] file) {
        int end = file.length - Integer.BYTES;
        if (end < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            throw new WeirException(ErrorCode.SERIALIZATION, NAME + " is no job graph.");
        }
        byte[] value = Arrays.copyOfRange(file, MAGIC.length, end);
        if (ByteBuffer.wrap(file, end, Integer.BYTES).getInt() != checksum(value)) {
            throw new WeirException(ErrorCode.SERIALIZATION, NAME + " is damaged.");
        }
        return codec().decodeValue(value, JobGraph.class);
    }

    private static MessageCodec codec() {
        int size = Math.toIntExact(RpcOptions.MAX_FRAME_SIZE.defaultValue().bytes());
        return new MessageCodec(ProtocolClasses.all(), size);
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Returns the options of a job's cluster: those of the deployment, and what the program set over them. */
    static Configuration options(Configuration deployment, JobGraph graph) {
        return new Configuration(deployment).addAll(graph.configuration());
    }
}
