package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.YarnOptions;
import io.weir.hdfs.HadoopClassLoader;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.ha.HighAvailability;
import io.weir.runtime.ha.KeptData;
import io.weir.runtime.security.ClusterSecret;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;

/**
 * What clients have to know about ApplicationMasters that follow each other, where {@code high-availability.type} is set.
 * Each application is a cluster of its own in ZooKeeper, under its id. Stateless.
 */
final class Succession {
    private static final int ATTEMPTS = 2;

    private Succession() {}

    /** Returns the options of an application. */
    static Configuration of(Configuration options, ApplicationId application) {
        return HighAvailability.isEnabled(options)
                ? new Configuration(options).set(HighAvailabilityOptions.CLUSTER_ID, application.toString())
                : options;
    }

    /** Returns the options of a client with those of an application about its leaders in their places. */
    static Configuration over(Configuration client, Configuration application) {
        Configuration both = new Configuration(client)
                .set(HighAvailabilityOptions.TYPE, application.get(HighAvailabilityOptions.TYPE));
        application.toMap().forEach((key, value) -> {
            if (key.startsWith("high-availability.")) {
                both.setString(key, value);
            }
        });
        return both;
    }

    /** Returns how often YARN may start the ApplicationMaster. */
    static int attempts(Configuration options) {
        return options.getOptional(YarnOptions.APPLICATION_ATTEMPTS)
                .orElse(
                        HighAvailability.isEnabled(options)
                                ? ATTEMPTS
                                : YarnOptions.APPLICATION_ATTEMPTS.defaultValue());
    }

    /** Tells YARN what becomes of an application whose ApplicationMaster is lost. */
    static void fill(ApplicationSubmissionContext context, Configuration options) {
        context.setMaxAppAttempts(attempts(options));
        if (HighAvailability.isEnabled(options)) {
            context.setKeepContainersAcrossApplicationAttempts(true);
            context.setAttemptFailuresValidityInterval(
                    options.get(YarnOptions.ATTEMPT_FAILURES_VALIDITY).toMillis());
        }
    }

    /** Finds out whether the options are complete and ZooKeeper answers, before anything is begun. */
    static void check(Configuration options) {
        if (HighAvailability.isEnabled(options)) {
            KeptData.open(options).close();
        }
    }

    /** Connects to the ApplicationMaster, and to those that follow it. */
    static WeirClient connect(
            ApplicationReport report, ClusterSecret secret, Configuration options, YarnConnection yarn) {
        return HighAvailability.isEnabled(options)
                ? WeirClient.connectToLeader(secret, options, new ApplicationWatch(yarn, report.getApplicationId()))
                : WeirClient.connect(report.getHost(), report.getRpcPort(), secret, options);
    }

    /** Deletes what is kept for the next ApplicationMaster of an application that has ended. */
    static void forget(Configuration options) {
        if (HighAvailability.isEnabled(options)) {
            HadoopClassLoader.call(() -> {
                try (KeptData kept = KeptData.open(options)) {
                    kept.remove();
                }
                return null;
            });
        }
    }
}
