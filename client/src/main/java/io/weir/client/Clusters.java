package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** The real way to clusters. */
final class Clusters implements ClusterAccess {
    @Override
    public Target open(Configuration configuration) {
        throw missing(configuration);
    }

    @Override
    public Connection connect(Configuration configuration) {
        throw missing(configuration);
    }

    private static WeirException missing(Configuration configuration) {
        return new WeirException(
                ErrorCode.CONFIGURATION,
                "This build cannot reach clusters yet: " + configuration.get(ExecutionOptions.TARGET) + ".");
    }
}
