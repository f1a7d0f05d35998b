package io.weir.yarn;

import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.async.NMClientAsync;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What NodeManagers may say, with nothing done about what we never ask for. Called on threads of YARN's client. */
abstract class NodeManagerEvents extends NMClientAsync.AbstractCallbackHandler {
    private static final Logger LOG = LoggerFactory.getLogger(NodeManagerEvents.class);

    @Override
    public void onContainerStopped(ContainerId container) {
        LOG.debug("{} was stopped", container);
    }

    @Override
    public void onStopContainerError(ContainerId container, Throwable failure) {
        LOG.warn("{} could not be stopped; YARN was told that it is not needed", container, failure);
    }

    @Override
    public void onContainerStatusReceived(ContainerId container, ContainerStatus status) {}

    @Override
    public void onGetContainerStatusError(ContainerId container, Throwable failure) {}

    @Override
    @Deprecated
    public void onContainerResourceIncreased(ContainerId container, Resource resource) {}

    @Override
    public void onContainerResourceUpdated(ContainerId container, Resource resource) {}

    @Override
    @Deprecated
    public void onIncreaseContainerResourceError(ContainerId container, Throwable failure) {}

    @Override
    public void onUpdateContainerResourceError(ContainerId container, Throwable failure) {}
}
