package io.weir.runtime.jobmanager;

import io.weir.configuration.Configuration;
import io.weir.runtime.blob.BlobStore;
import io.weir.runtime.classloading.UserClassLoaders;
import io.weir.runtime.ha.LeaderTerm;
import io.weir.runtime.protocol.ResourceManagerGateway;
import io.weir.runtime.rpc.RpcService;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/**
 * What the JobManagers of one process share.
 *
 * @param rpc the calls of the process
 * @param resourceManager where slots come from
 * @param blobs the files of jobs
 * @param classLoaders the class loaders of programs
 * @param io runs what reads and writes files
 * @param threads makes a thread of a job's own by its name
 * @param clock tells the time
 * @param configuration the options of the cluster
 * @param term what the cluster is led with
 */
public record JobManagerServices(
        RpcService rpc,
        ResourceManagerGateway resourceManager,
        BlobStore blobs,
        UserClassLoaders classLoaders,
        Executor io,
        Function<String, ExecutorService> threads,
        Clock clock,
        Configuration configuration,
        LeaderTerm term) {}
