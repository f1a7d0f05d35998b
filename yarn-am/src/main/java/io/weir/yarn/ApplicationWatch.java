package io.weir.yarn;

import io.weir.runtime.client.ClusterWatch;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;

/**
 * Asks YARN whether an application still runs, while its leader is not to be found: there may be no further attempt. For
 * any thread; asks on threads of its own that end with the answer, at most once in a while.
 */
final class ApplicationWatch implements ClusterWatch {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final YarnConnection yarn;
    private final ApplicationId application;

    // Both guarded by this: set by whoever asks first.
    private CompletableFuture<Void> answer;
    private long asked;

    ApplicationWatch(YarnConnection yarn, ApplicationId application) {
        this.yarn = yarn;
        this.application = application;
    }

    @Override
    public synchronized CompletableFuture<Void> stillThere() {
        if (answer == null || answer.isDone() && System.nanoTime() - asked > INTERVAL_NANOS) {
            CompletableFuture<Void> next = new CompletableFuture<>();
            answer = next;
            asked = System.nanoTime();
            Thread thread = new Thread(() -> ask(next), "yarn-application-watch");
            thread.setDaemon(true);
            thread.start();
        }
        return answer;
    }

    private void ask(CompletableFuture<Void> next) {
        try {
            ApplicationReport report = yarn.report(application);
            if (YarnCluster.hasEnded(report)) {
                next.completeExceptionally(ended(report));
                return;
            }
        } catch (WeirException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                next.completeExceptionally(e);
                return;
            }
            // YARN may be away as well; the leader is waited for, as long as the options say.
        }
        next.complete(null);
    }

    private static WeirException ended(ApplicationReport report) {
        String reason = Diagnostics.reason(report.getDiagnostics());
        return new WeirException(
                ErrorCode.UNREACHABLE,
                "The YARN application " + report.getApplicationId() + " has ended ("
                        + report.getFinalApplicationStatus() + ")" + (reason.isEmpty() ? "." : ": " + reason));
    }
}
