package io.weir.runtime.graph;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.RecordErrorPolicy;
import io.weir.fs.FileSystems;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.RecordErrorSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * Gives operators what happens when their functions fail on a record. Stateless.
 *
 * @param configuration the options of the job
 */
record RecordErrorPolicies(Configuration configuration) {
    /** Returns how the operator of a node is made. */
    OperatorSpec<?, ?> specOf(StreamNode node) {
        RecordErrorPolicy own = node.settings().recordErrors();
        RecordErrorPolicy policy = own == null ? configuration.get(CoreOptions.RECORD_ERRORS_POLICY) : own;
        return switch (policy) {
            case FAIL -> node.spec();
            case SKIP -> new RecordErrorSpec<>(node.spec(), policy, null);
            case DEAD_LETTER -> new RecordErrorSpec<>(node.spec(), policy, directoryFor(node));
        };
    }

    private String directoryFor(StreamNode node) {
        String directory = configuration.get(CoreOptions.RECORD_ERRORS_DIRECTORY);
        if (directory == null) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The operator '" + node.name() + "' writes records that its function fails on to files, but "
                            + CoreOptions.RECORD_ERRORS_DIRECTORY.key() + " does not say where: set it.");
        }
        return FileSystems.qualify(directory);
    }
}
