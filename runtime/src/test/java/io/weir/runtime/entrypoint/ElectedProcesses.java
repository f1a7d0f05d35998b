package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.HighAvailabilityType;
import io.weir.configuration.SecurityOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.PlanExecutors;
import io.weir.runtime.client.RemotePlanExecutor;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/** JobManagers of which one leads, and TaskManagers, in processes of their own, with a ZooKeeper somewhere. */
final class ElectedProcesses implements AutoCloseable {
    /** Sessions last at least two ticks and at most twenty, and are told to have ended at ticks. */
    private static final int TICK_MILLIS = 500;

    private final ProcessCluster processes;
    private final String zooKeeper;
    private final String storage;
    private final List<String> more;
    private final List<JavaProcess> jobManagers = new ArrayList<>();

    ElectedProcesses(Path temporary, String zooKeeper, String... more) {
        this.processes = new ProcessCluster(temporary);
        this.zooKeeper = zooKeeper;
        this.storage = temporary.resolve("ha").toString();
        this.more = List.of(more);
        processes.assume("localhost:1"); // nobody may ask there
    }

    /** Starts a ZooKeeper with which leaders are soon replaced. */
    static TestingServer zooKeeper(Path directory) throws Exception {
        return new TestingServer(
                new InstanceSpec(directory.resolve("zookeeper").toFile(), -1, -1, -1, false, -1, TICK_MILLIS, -1),
                true);
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                "-Dhigh-availability.type=zookeeper",
                "-Dhigh-availability.storageDir=" + storage,
                "-Dhigh-availability.zookeeper.quorum=" + zooKeeper,
                "-Dhigh-availability.zookeeper.client.session-timeout=2 s",
                "-Dhigh-availability.zookeeper.client.retry-wait=200 ms"));
        options.addAll(more);
        return options;
    }

    /** Starts a JobManager that reaches ZooKeeper at another address. */
    JavaProcess jobManagerOf(String itsZooKeeper) throws Exception {
        List<String> options = new ArrayList<>(options());
        options.add("-Dhigh-availability.zookeeper.quorum=" + itsZooKeeper);
        JavaProcess process = processes.jobManager(options.toArray(String[]::new));
        jobManagers.add(process);
        return process;
    }

    JavaProcess jobManager() throws Exception {
        return jobManagerOf(zooKeeper);
    }

    JavaProcess taskManager(String id, String... own) throws Exception {
        List<String> options = new ArrayList<>(options());
        options.addAll(List.of(own));
        JavaProcess process = processes.taskManager(id, options.toArray(String[]::new));
        process.await("TaskManager " + id);
        return process;
    }

    /** Waits until another JobManager leads than those of a list. */
    JavaProcess leader() throws Exception {
        List<JavaProcess> found = new ArrayList<>();
        Eventually.until("a JobManager leads", () -> {
            jobManagers.stream()
                    .filter(process ->
                            process.isAlive() && process.output().stream().anyMatch(line -> line.endsWith(" leads.")))
                    .findFirst()
                    .ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** Kills the leader and waits for the next one. */
    JavaProcess killLeader() throws Exception {
        JavaProcess leader = leader();
        leader.kill();
        jobManagers.remove(leader);
        return leader();
    }

    Configuration client() {
        return new Configuration()
                .set(SecurityOptions.CLUSTER_SECRET, ProcessCluster.SECRET)
                .set(HighAvailabilityOptions.TYPE, HighAvailabilityType.ZOOKEEPER)
                .set(HighAvailabilityOptions.STORAGE_DIR, storage)
                .set(HighAvailabilityOptions.ZOOKEEPER_QUORUM, zooKeeper)
                .set(HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT, Duration.ofMillis(200));
    }

    WeirClient connect() {
        return WeirClient.connect(client());
    }

    /** Returns a new jar with the programs of the tests. */
    Path programJar() throws IOException {
        return processes.programJar();
    }

    /** Lets programs of this thread go to the cluster, until it is closed. */
    StreamExecutionEnvironment env(int parallelism) throws Exception {
        Configuration options = client().set(
                        CoreOptions.PIPELINE_JARS,
                        List.of(processes.programJar().toString()));
        PlanExecutors.setContext(new RemotePlanExecutor(options));
        return StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(parallelism);
    }

    @Override
    public void close() {
        PlanExecutors.setContext(null);
        processes.close();
    }
}
