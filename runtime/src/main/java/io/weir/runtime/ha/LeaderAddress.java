package io.weir.runtime.ha;

import io.weir.execution.JobId;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where the leader of a cluster is.
 *
 * @param host its host
 * @param port its port
 * @param token the token that calls of it and to it carry
 */
public record LeaderAddress(String host, int port, FencingToken token) {
    /** The name of the leader's ResourceManager. */
    public static final String RESOURCE_MANAGER = "resourcemanager";

    /** The name of the leader's Dispatcher. */
    public static final String DISPATCHER = "dispatcher";

    private static final String JOB_MANAGER = "jobmanager-";

    private static final String FORMAT = "1";

    /** Returns where TaskManagers register. */
    public RpcAddress resourceManager() {
        return new RpcAddress(host, port, RESOURCE_MANAGER);
    }

    /** Returns the name of the JobManager of a job. */
    public static String jobManagerName(JobId job) {
        return JOB_MANAGER + job;
    }

    /** Returns where the leader has the JobManager of a job, which takes calls with the leader's token. */
    public RpcAddress jobManager(JobId job) {
        return new RpcAddress(host, port, jobManagerName(job));
    }

    /** Returns it as it stands in ZooKeeper: lines of text. */
    byte[] toBytes() {
        return String.join("\n", FORMAT, host, String.valueOf(port), token.value())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what {@link #toBytes} wrote. */
    static LeaderAddress of(byte[] bytes) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() != 4 || !lines.get(0).equals(FORMAT)) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION, "What ZooKeeper has as the address of the leader is none: " + lines);
        }
        return new LeaderAddress(lines.get(1), Integer.parseInt(lines.get(2)), new FencingToken(lines.get(3)));
    }
}
