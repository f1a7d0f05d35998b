package io.weir.yarn;

/** Serves the target {@code yarn-per-job}: an application that runs one job and ends with it. */
public final class YarnPerJobDeployer extends YarnDeployer {
    /** Creates a deployer. */
    public YarnPerJobDeployer() {
        super("yarn-per-job");
    }
}
