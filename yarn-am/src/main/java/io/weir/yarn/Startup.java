package io.weir.yarn;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until an application serves. There is no bound: a full queue may keep an application waiting for hours, and the
 * user can interrupt. One thread uses it, once.
 */
final class Startup {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration REMINDER = Duration.ofSeconds(30);

    private final YarnConnection yarn;
    private final ApplicationId application;

    Startup(YarnConnection yarn, ApplicationId application) {
        this.yarn = yarn;
        this.application = application;
    }

    ApplicationReport await() {
        long reminder = System.nanoTime() + REMINDER.toNanos();
        while (true) {
            ApplicationReport report = yarn.report(application);
            if (YarnCluster.hasEnded(report)) {
                throw ended(report);
            }
            if (YarnCluster.serves(report)) {
                return report;
            }
            if (System.nanoTime() - reminder > 0) {
                LOG.warn(
                        "{} is still {}: {}",
                        application,
                        report.getYarnApplicationState(),
                        Diagnostics.firstLine(report.getDiagnostics()));
                reminder = System.nanoTime() + REMINDER.toNanos();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new WeirException(ErrorCode.CANCELED, "The wait for " + application + " was interrupted.");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private WeirException ended(ApplicationReport report) {
        LOG.error("{} did not start: {}", application, report.getDiagnostics());
        return new WeirException(
                ErrorCode.RESOURCES,
                "The YARN application " + application + " ended before it served ("
                        + report.getYarnApplicationState() + "): " + Diagnostics.reason(report.getDiagnostics())
                        + " For more: yarn logs -applicationId " + application);
    }
}
