package io.weir.runtime.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.HeartbeatOptions;
import io.weir.runtime.rpc.RpcAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureDetectorTest {
    private static final HeartbeatSettings SETTINGS =
            new HeartbeatSettings(Duration.ofSeconds(1), Duration.ofSeconds(5));
    private static final RpcAddress A = new RpcAddress("a", 1, "taskmanager");
    private static final RpcAddress B = new RpcAddress("b", 1, "taskmanager");

    private final ManualHost host = new ManualHost();
    private final List<String> lost = new ArrayList<>();
    private final FailureDetector<String> detector =
            new FailureDetector<>(SETTINGS, host, (peer, what) -> lost.add(peer + ": " + what));

    @Test
    void aPeerThatIsSilentForTooLongIsLost() {
        detector.watch("a", A);
        detector.watch("b", B);
        host.advance(Duration.ofSeconds(4));
        detector.sign("b");
        host.advance(Duration.ofSeconds(2));
        assertThat(lost).containsExactly("a: it gave no sign of life for 5000 ms");
        host.advance(Duration.ofSeconds(60));
        assertThat(lost).hasSize(2);
        assertThat(host.watches()).isZero();
    }

    @Test
    void aBrokenConnectionIsNoticedAtOnce() {
        detector.watch("a", A);
        detector.watch("b", B);
        host.disconnect(A);
        assertThat(lost).containsExactly("a: the connection to it was lost");
        host.disconnect(A);
        host.advance(Duration.ofSeconds(3));
        assertThat(lost).hasSize(1);
    }

    @Test
    void aPeerThatIsNotWatchedAnyMoreIsNotLost() {
        detector.watch("a", A);
        detector.unwatch("a");
        host.disconnect(A);
        host.advance(Duration.ofMinutes(1));
        assertThat(lost).isEmpty();
        assertThat(host.watches()).isZero();
    }

    @Test
    void aPeerMayComeBack() {
        detector.watch("a", A);
        host.advance(Duration.ofSeconds(4));
        detector.watch("a", A);
        host.advance(Duration.ofSeconds(4));
        assertThat(lost).isEmpty();
        host.disconnect(A);
        assertThat(lost).hasSize(1);
        detector.watch("a", A);
        host.disconnect(A);
        assertThat(lost).hasSize(2);
    }

    @Test
    void closingEndsAllWatches() {
        detector.watch("a", A);
        detector.close();
        host.disconnect(A);
        host.advance(Duration.ofMinutes(1));
        assertThat(lost).isEmpty();
        assertThat(host.watches()).isZero();
    }

    @Test
    void theTimeOutMustBeLongerThanTheInterval() {
        Configuration configuration = new Configuration()
                .set(HeartbeatOptions.INTERVAL, Duration.ofSeconds(5))
                .set(HeartbeatOptions.TIMEOUT, Duration.ofSeconds(5));
        assertThatThrownBy(() -> HeartbeatSettings.read(configuration)).hasMessageContaining("heartbeat.timeout");
    }

    @Test
    void aFailureOfOneLossDoesNotEndTheWatchOverOthers() {
        FailureDetector<String> fragile = new FailureDetector<>(SETTINGS, host, (peer, what) -> {
            if (peer.equals("a")) {
                throw new IllegalStateException("cannot cope");
            }
            lost.add(peer);
        });
        fragile.watch("a", A);
        host.advance(Duration.ofSeconds(3));
        fragile.watch("b", B);
        assertThatThrownBy(() -> host.advance(Duration.ofSeconds(4))).hasMessage("cannot cope");
        host.advance(Duration.ofSeconds(10));
        assertThat(lost).containsExactly("b");
    }
}
