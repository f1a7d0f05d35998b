package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.SavepointOptions;
import io.weir.configuration.SavepointRestoreMode;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that say what a program's job starts from. */
final class StartOptions {
    @Option(
            names = {"-s", "--from-savepoint"},
            paramLabel = "<path>",
            description = "The savepoint or retained checkpoint that the job starts from.")
    private String path;

    @Option(
            names = {"-n", "--allow-non-restored-state"},
            description = "Leaves state behind whose operator the program does not have any more.")
    private boolean allowNonRestored;

    @Option(
            names = "--claim-mode",
            paramLabel = "<mode>",
            description = "claim: the savepoint is the job's from now on, which deletes it when it is not needed."
                    + " no-claim (default): it stays yours.")
    private String claimMode;

    /** Adds what these options say to a configuration. */
    Configuration over(Configuration base) {
        Configuration configuration = new Configuration(base);
        if (path != null) {
            configuration.set(SavepointOptions.PATH, path);
        }
        if (allowNonRestored) {
            configuration.set(SavepointOptions.IGNORE_UNCLAIMED_STATE, true);
        }
        if (claimMode != null) {
            configuration.set(SavepointOptions.RESTORE_MODE, mode());
        }
        return configuration;
    }

    private SavepointRestoreMode mode() {
        return switch (claimMode.toLowerCase(Locale.ROOT)) {
            case "claim" -> SavepointRestoreMode.CLAIM;
            case "no-claim", "no_claim" -> SavepointRestoreMode.NO_CLAIM;
            default ->
                throw new WeirException(
                        ErrorCode.USAGE, "The option --claim-mode takes claim or no-claim, not '" + claimMode + "'.");
        };
    }
}
