package io.weir.runtime.ha;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What is kept of a cluster for its next leader, for people who look after it. One thread uses it, then closes it. */
public final class KeptData implements AutoCloseable {
    private final ZooKeeper zooKeeper;
    private final HaStorage storage;
    private final String cluster;

    /**
     * What is kept.
     *
     * @param cluster the name of the cluster
     * @param node its node in ZooKeeper
     * @param directory its directory
     * @param processes the JobManagers that lead or stand by, the leader first
     * @param jobs the jobs that have not ended
     * @param results the ids of jobs that have ended, and whose client may still ask
     */
    public record Description(
            String cluster,
            String node,
            String directory,
            List<String> processes,
            List<Job> jobs,
            List<String> results) {}

    /**
     * A job that has not ended.
     *
     * @param id its id
     * @param checkpoints where its complete checkpoints are, the newest last
     */
    public record Job(String id, List<String> checkpoints) {}

    private KeptData(ZooKeeper zooKeeper, HaStorage storage, String cluster) {
        this.zooKeeper = zooKeeper;
        this.storage = storage;
        this.cluster = cluster;
    }

    /**
     * Connects to ZooKeeper.
     *
     * @param configuration the options, which name the cluster
     * @return what is kept
     * @throws WeirException if an option is missing, or ZooKeeper cannot be reached
     */
    public static KeptData open(Configuration configuration) {
        HaStorage storage = HaStorage.of(configuration);
        ZooKeeper zooKeeper = ZooKeeper.open(configuration);
        KeptData data = new KeptData(zooKeeper, storage, ZooKeeper.clusterId(configuration));
        int seconds = (int) configuration
                .get(HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT)
                .toSeconds();
        try {
            if (!data.asked(() -> zooKeeper.client().blockUntilConnected(seconds, TimeUnit.SECONDS))) {
                throw new WeirException(
                        ErrorCode.UNREACHABLE,
                        "No ZooKeeper answers at "
                                + configuration.get(HighAvailabilityOptions.ZOOKEEPER_QUORUM) + " ("
                                + HighAvailabilityOptions.ZOOKEEPER_QUORUM + ").");
            }
            return data;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /** Describes it. */
    public Description describe() {
        return asked(() -> {
            List<Job> jobs = new ArrayList<>();
            for (String job : zooKeeper.children(zooKeeper.path("jobgraphs"))) {
                jobs.add(new Job(job, texts(zooKeeper.path("jobs", job, "checkpoints"))));
            }
            return new Description(
                    cluster,
                    zooKeeper.path(),
                    storage.directory(),
                    texts(zooKeeper.path("leader", "latch")),
                    List.copyOf(jobs),
                    zooKeeper.children(zooKeeper.path("results")));
        });
    }

    /** Returns what the children of a node hold, in the order of their numbers. */
    private List<String> texts(String path) throws Exception {
        List<String> texts = new ArrayList<>();
        for (String child : zooKeeper.children(path).stream()
                .sorted((one, other) -> number(one).compareTo(number(other)))
                .toList()) {
            zooKeeper.read(path + "/" + child).ifPresent(bytes -> texts.add(new String(bytes, StandardCharsets.UTF_8)));
        }
        return List.copyOf(texts);
    }

    private static String number(String node) {
        return node.substring(node.lastIndexOf('-') + 1);
    }

    /**
     * Deletes it: its jobs will not go on. Checkpoints stay.
     *
     * @return what was there
     * @throws WeirException if a JobManager of the cluster still runs
     */
    public Description clean() {
        Description before = describe();
        if (!before.processes().isEmpty()) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "The cluster " + cluster + " has a JobManager at "
                            + before.processes().get(0)
                            + ": stop it first. One that was killed counts until its ZooKeeper session has ended.");
        }
        remove();
        return before;
    }

    /**
     * Deletes it, for those who know that no JobManager of the cluster runs, although ZooKeeper may not.
     *
     * @throws WeirException if ZooKeeper cannot be reached
     */
    public void remove() {
        asked(() -> {
            zooKeeper.deleteTree(zooKeeper.path());
            return null;
        });
        storage.delete(storage.directory());
    }

    private <T> T asked(Callable<T> question) {
        try {
            return question.call();
        } catch (WeirException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.CANCELED, "The thread was interrupted while it waited.", e);
        } catch (Exception e) {
            throw new WeirException(ErrorCode.UNREACHABLE, "ZooKeeper did not do what was asked: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        zooKeeper.close();
    }
}
