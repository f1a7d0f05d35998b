package io.weir.runtime.resourcemanager;

import io.weir.execution.JobStatus;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.TaskManagerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TaskManager processes that were asked for: how many are on their way, and why they ended. It asks again for those
 * that fail, but not for ever.
 *
 * <p>Thread: the ResourceManager's main thread. Life: that of the cluster.
 */
final class WorkerPool implements ResourceManagerDriver.Callbacks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    /** After so many processes in a row that ended before they registered, jobs are told. */
    static final int MAX_FAILURES = 3;

    /** How long it waits before it asks for another process in place of one that failed. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    /** How long a question waits for the cluster's word on a process that has probably ended. */
    private static final Duration DIAGNOSTICS_WAIT = Duration.ofSeconds(5);

    /** How often it asks the cluster meanwhile. */
    private static final Duration INQUIRY_INTERVAL = Duration.ofMillis(250);

    private static final int REMEMBERED = 100;

    private final ResourceManagerDriver driver;
    private final WorkerSpec spec;
    private final FailureDetector.Host main;
    private final Duration patience;
    private final Listener listener;

    private final Set<TaskManagerId> kept = new HashSet<>(); // by the leader before, and have not registered with us
    private final Set<TaskManagerId> starting = new HashSet<>();
    private final Set<TaskManagerId> registered = new HashSet<>();
    private final Map<TaskManagerId, String> ended = new LinkedHashMap<>();
    private final Map<TaskManagerId, List<CompletableFuture<String>>> questions = new HashMap<>();
    private int requested;
    private int failures;
    private String problem = "";

    /** Takes what happens to the processes; called on the main thread. */
    interface Listener {
        /** A process has ended. */
        void workerEnded(TaskManagerId worker, String diagnostics);

        /** It is time to say again how many processes are wanted. */
        void tryAgain();

        /** Processes cannot be started; jobs that wait for slots wait in vain. */
        void workersUnavailable(String problem);

        /** The cluster is lost. */
        void fatalError(Throwable cause);
    }

    /**
     * Creates a pool without processes.
     *
     * @param driver starts and stops them
     * @param spec what each is given
     * @param patience how long those of the leader before may take to register
     * @param main the ResourceManager's main thread
     * @param listener takes what happens to them
     */
    WorkerPool(
            ResourceManagerDriver driver,
            WorkerSpec spec,
            Duration patience,
            FailureDetector.Host main,
            Listener listener) {
        this.driver = driver;
        this.spec = spec;
        this.patience = patience;
        this.main = main;
        this.listener = listener;
    }

    void start() throws Exception {
        driver.start(this, main);
    }

    boolean startsWorkers() {
        return driver.startsWorkers();
    }

    /** Returns how many processes are on their way: asked for, or of the leader before, and not registered. */
    int pending() {
        return requested + starting.size() + kept.size();
    }

    /** Returns why the last process could not be started; empty if the last one could. */
    String problem() {
        return problem;
    }

    /** Asks for processes until so many are on their way. */
    void wanted(int count) {
        if (count == 0) {
            failures = 0;
        }
        while (driver.startsWorkers() && pending() < count && failures < MAX_FAILURES) {
            requested++;
            driver.requestWorker(spec).whenCompleteAsync(this::launched, main);
        }
    }

    /** Asks for processes again, also if the last ones have failed. */
    void forgetFailures() {
        failures = 0;
    }

    private void launched(TaskManagerId id, Throwable failure) {
        requested--;
        if (failure != null) {
            failed(Failures.describe(failure).message());
        } else if (!registered.contains(id) && !ended.containsKey(id)) {
            starting.add(id);
        }
    }

    private void failed(String why) {
        problem = why;
        failures++;
        LOG.warn("A TaskManager could not be started ({} in a row): {}", failures, why);
        if (failures >= MAX_FAILURES) {
            listener.workersUnavailable(why);
        } else {
            main.schedule(RETRY_DELAY, listener::tryAgain);
        }
    }

    /** A process has come up. */
    void registered(TaskManagerId id) {
        starting.remove(id);
        kept.remove(id);
        registered.add(id);
        failures = 0;
        problem = "";
    }

    /** Ends a process. */
    void stop(TaskManagerId id) {
        registered.remove(id);
        driver.stopWorker(id);
    }

    @Override
    public void onWorkersKept(Collection<TaskManagerId> workers) {
        // The cluster forgets what it was told when its own head is lost.
        workers.stream().filter(ended::containsKey).forEach(driver::stopWorker);
        List<TaskManagerId> expected =
                workers.stream().filter(worker -> !isKnown(worker)).toList();
        if (expected.isEmpty()) {
            return;
        }
        LOG.info("{} TaskManagers of the leader before are there; waiting for them to register.", expected.size());
        kept.addAll(expected);
        main.schedule(patience, () -> expected.stream().filter(kept::contains).forEach(this::releaseLate));
    }

    private boolean isKnown(TaskManagerId worker) {
        return registered.contains(worker)
                || starting.contains(worker)
                || kept.contains(worker)
                || ended.containsKey(worker);
    }

    /** It may hang, or have lost its network: another one takes its place. */
    private void releaseLate(TaskManagerId worker) {
        LOG.warn("{} has not registered within {} ms and is released.", worker, patience.toMillis());
        kept.remove(worker);
        driver.stopWorker(worker);
        remember(worker, "it did not register with the next leader");
        listener.tryAgain();
    }

    @Override
    public void onWorkerTerminated(TaskManagerId worker, String diagnostics) {
        boolean cameUp = registered.remove(worker);
        boolean wasKept = kept.remove(worker);
        remember(worker, diagnostics);
        if (!cameUp && starting.remove(worker)) {
            failed(diagnostics);
        }
        listener.workerEnded(worker, diagnostics);
        if (wasKept) {
            listener.tryAgain(); // it did come up once: nothing speaks against another one at once
        }
    }

    private void remember(TaskManagerId worker, String diagnostics) {
        ended.put(worker, diagnostics);
        if (ended.size() > REMEMBERED) {
            ended.remove(ended.keySet().iterator().next());
        }
        List<CompletableFuture<String>> waiting = questions.remove(worker);
        if (waiting != null) {
            waiting.forEach(answer -> answer.complete(diagnostics));
        }
    }

    /** Returns why a process has ended, as soon as the cluster says so; empty if it does not in time. */
    CompletableFuture<String> diagnostics(TaskManagerId worker) {
        String known = ended.get(worker);
        if (known != null || !driver.startsWorkers()) {
            return CompletableFuture.completedFuture(known == null ? "" : known);
        }
        CompletableFuture<String> answer = new CompletableFuture<>();
        questions.computeIfAbsent(worker, id -> new ArrayList<>()).add(answer);
        main.schedule(DIAGNOSTICS_WAIT, () -> {
            questions.computeIfPresent(
                    worker, (id, waiting) -> waiting.remove(answer) && waiting.isEmpty() ? null : waiting);
            answer.complete("");
        });
        inquire(worker, answer);
        return answer;
    }

    private void inquire(TaskManagerId worker, CompletableFuture<String> answer) {
        if (!answer.isDone()) {
            driver.inquire(worker);
            main.schedule(INQUIRY_INTERVAL, () -> inquire(worker, answer));
        }
    }

    @Override
    public void onFatalError(Throwable cause) {
        listener.fatalError(cause);
    }

    void deregister(JobStatus status, String diagnostics) {
        driver.deregister(status, diagnostics);
    }

    @Override
    public void close() {
        driver.close();
    }
}
