package io.weir.yarn;

import io.weir.execution.JobStatus;
import io.weir.runtime.entrypoint.ElectedCluster;
import io.weir.runtime.entrypoint.MainProcess;
import io.weir.runtime.entrypoint.RunningCluster;
import io.weir.runtime.resourcemanager.ResourceManagerDriver;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An ApplicationMaster that others follow: it takes over what the one before has left, and when it cannot go on, YARN
 * starts the next one. It leads once, for YARN takes one registration from each; who has lost ZooKeeper for too long ends.
 *
 * <p>Thread: the one of the election, but for what is marked.
 */
final class ElectedMaster implements ElectedCluster.Listener, Supplier<ResourceManagerDriver> {
    private final MainProcess process;
    private final Supplier<YarnResourceManagerDriver> drivers;
    private final Optional<ApplicationJob> job;
    private final ApplicationEnd application;
    private YarnResourceManagerDriver driver;
    private volatile RunningCluster
            cluster; // written by the election's thread, read by the cluster's when a client ends it

    ElectedMaster(
            MainProcess process,
            Supplier<YarnResourceManagerDriver> drivers,
            Optional<ApplicationJob> job,
            ApplicationEnd application) {
        this.process = process;
        this.drivers = drivers;
        this.job = job;
        this.application = application;
    }

    @Override
    public ResourceManagerDriver get() {
        driver = drivers.get();
        return driver;
    }

    /** Before jobs ask for TaskManagers, so that it is known which ones are there. */
    @Override
    public void elected(RunningCluster elected) {
        cluster = elected;
        driver.register(elected.host(), elected.port()).join();
    }

    /** Before clients find the leader, so that they find the job. */
    @Override
    public void tookOver(RunningCluster elected) {
        job.ifPresent(found -> found.submitUnlessKept(elected));
    }

    @Override
    public void leads(RunningCluster elected) {
        job.ifPresent(found -> found.endWith(elected));
    }

    @Override
    public void steppedDown() {
        process.fail(new WeirException(
                ErrorCode.UNREACHABLE,
                "The ApplicationMaster has lost its session with ZooKeeper; the next one leads."));
    }

    /** On a thread of the cluster. */
    @Override
    public void ended() {
        if (job.isEmpty()) {
            application.end(cluster, JobStatus.FINISHED, "");
        } else {
            application.end(cluster, JobStatus.CANCELED, ApplicationMaster.SHUT_DOWN);
        }
    }

    /** On any thread. */
    @Override
    public void failed(Throwable cause) {
        process.fail(cause);
    }
}
