package io.weir.runtime.protocol;

/**
 * What one instance of an operator had kept at a checkpoint.
 *
 * @param operatorId what the operator's state is found by; the uid of its {@code ChainSpec.Node}
 * @param operatorName the name people see
 * @param firstKeyGroup the first key group of its keyed state
 * @param keyGroups how many key groups; 0 if it has no keyed state
 * @param shared whether all instances of a restored job need it, as for union and broadcast state
 * @param handle the bytes of an {@code OperatorCapture}
 */
public record OperatorPart(
        String operatorId, String operatorName, int firstKeyGroup, int keyGroups, boolean shared, StateHandle handle) {}
