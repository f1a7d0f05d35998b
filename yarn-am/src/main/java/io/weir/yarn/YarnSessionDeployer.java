package io.weir.yarn;

/** Serves the target {@code yarn-session}: an application that takes jobs until it is shut down. */
public final class YarnSessionDeployer extends YarnDeployer {
    /** Creates a deployer. */
    public YarnSessionDeployer() {
        super("yarn-session");
    }
}
