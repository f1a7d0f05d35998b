package io.weir.yarn;

import io.weir.util.WeirException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of applications that were killed while no client waited for them: there is nobody left to delete them but the
 * next client of the same user. Stateless.
 */
final class Abandoned {
    private static final Logger LOG = LoggerFactory.getLogger(Abandoned.class);

    private Abandoned() {}

    /** Deletes them, as far as this YARN knows that the application has ended. */
    static void delete(YarnConnection yarn, StagingDirectory own) {
        try {
            for (FileStatus other : own.files().listStatus(own.path().getParent())) {
                if (other.isDirectory() && hasEnded(yarn, other.getPath().getName())) {
                    forget(new StagingDirectory(own.files(), other.getPath(), -1));
                    own.files().delete(other.getPath(), true);
                    LOG.info("Deleted {}, which an application had left", other.getPath());
                }
            }
        } catch (IOException e) {
            LOG.debug("What other applications left is still there", e);
        }
    }

    /** What it had kept for its next ApplicationMaster is of no use any more. */
    private static void forget(StagingDirectory staging) {
        try {
            Succession.forget(staging.readOptions());
        } catch (FileNotFoundException e) {
            LOG.debug("{} is not complete", staging.path(), e);
        } catch (IOException | WeirException e) {
            LOG.warn(
                    "What {} has kept in ZooKeeper is left: see weir ha",
                    staging.path().getName(),
                    e);
        }
    }

    private static boolean hasEnded(YarnConnection yarn, String directory) {
        try {
            return YarnCluster.hasEnded(yarn.report(ApplicationId.fromString(directory)));
        } catch (IllegalArgumentException | WeirException e) {
            return false; // no application, or one of another cluster with the same file system
        }
    }
}
