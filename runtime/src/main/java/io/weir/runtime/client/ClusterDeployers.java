package io.weir.runtime.client;

import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** Finds the deployer of a target. Stateless. */
public final class ClusterDeployers {
    private ClusterDeployers() {}

    /**
     * Finds a deployer.
     *
     * @param target a value of {@code execution.target}
     * @return its deployer
     * @throws WeirException if there is none, or no Hadoop for it
     */
    public static ClusterDeployer of(String target) {
        return HadoopPlugin.get().services(ClusterDeployer.class).stream()
                .filter(deployer -> deployer.target().equals(target))
                .findFirst()
                .orElseThrow(() -> new WeirException(
                        ErrorCode.CONFIGURATION,
                        "This distribution cannot deploy to the target '" + target
                                + "': there is no weir-yarn-am in lib/plugins."));
    }
}
