package io.weir.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.ha.LeaderRetrieval;
import io.weir.runtime.heartbeat.HeartbeatSettings;
import io.weir.runtime.heartbeat.ManualHost;
import io.weir.runtime.protocol.ProtocolClasses;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.rpc.RpcSettings;
import io.weir.runtime.rpc.RpcThreads;
import io.weir.runtime.security.ClusterSecret;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What no further attempt can mend is said at once; the clock of these tests stands still. */
@Timeout(60)
class ResourceManagerConnectionTest {
    private static final Configuration OPTIONS = new Configuration();
    private static final ClusterSecret SECRET = ClusterSecret.random(new SecureRandom());

    private static RpcService listening(ClusterSecret secret, List<Class<?>> messages) {
        return RpcService.open(
                RpcSettings.listening(OPTIONS, new RpcSettings.Listen("localhost", "localhost", 0)),
                secret,
                messages,
                RpcThreads.create());
    }

    /** Notes how the registration ends. */
    private record Outcome(CompletableFuture<Throwable> failure) implements ResourceManagerConnection.Events {
        @Override
        public void ledByAnother() {}

        @Override
        public void lost() {}

        @Override
        public void registered() {
            failure.completeExceptionally(new AssertionError("registered"));
        }

        @Override
        public void failed(Throwable cause) {
            failure.complete(cause);
        }
    }

    private static ErrorCode codeOfFailure(RpcService cluster) throws Exception {
        Outcome outcome = new Outcome(new CompletableFuture<>());
        try (RpcService own =
                RpcService.open(RpcSettings.calling(OPTIONS), SECRET, ProtocolClasses.all(), RpcThreads.create())) {
            new ResourceManagerConnection(
                            new ResourceManagerConnection.Ends(
                                    own,
                                    LeaderRetrieval.fixed(
                                            new LeaderAddress("localhost", cluster.port(), FencingToken.NONE)),
                                    () -> null,
                                    outcome),
                            new ManualHost(),
                            new ResourceManagerConnection.Settings(
                                    HeartbeatSettings.read(OPTIONS), Duration.ofHours(1), Duration.ofHours(1)))
                    .start();
            Throwable failure = outcome.failure().get(30, TimeUnit.SECONDS);
            assertThat(failure).hasMessageContaining("could not register");
            return ((WeirException) failure).code();
        }
    }

    @Test
    void aClusterOfAnotherVersionIsGivenUpAtOnce() throws Exception {
        try (RpcService other = listening(SECRET, List.of(ErrorCode.class))) {
            assertThat(codeOfFailure(other)).isEqualTo(ErrorCode.CONFIGURATION);
        }
    }

    @Test
    void aClusterWithAnotherSecretIsGivenUpAtOnce() throws Exception {
        try (RpcService other = listening(ClusterSecret.random(new SecureRandom()), ProtocolClasses.all())) {
            assertThat(codeOfFailure(other)).isEqualTo(ErrorCode.AUTHENTICATION);
        }
    }
}
