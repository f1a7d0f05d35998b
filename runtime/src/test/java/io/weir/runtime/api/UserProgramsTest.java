package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.MapFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichFlatMapFunction;
import io.weir.runtime.minicluster.ClusterExecutor;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs as people write them: what Java erases or hides must not stop them. */
@Timeout(120)
class UserProgramsTest {
    private StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
    private ExecutionEnvironment batch = ExecutionEnvironment.createLocalEnvironment(2);

    private static <T> List<T> collect(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    @Test
    void lambdasAllTheWay() {
        String separator = " ";
        DataStream<Tuple2<String, Integer>> words = environment
                .fromData("to be or", "not to be")
                .flatMap((String line, Collector<Tuple2<String, Integer>> out) ->
                        Stream.of(line.split(separator, -1)).forEach(word -> out.collect(Tuple2.of(word, 1))));
        DataStream<Tuple2<String, Integer>> more = environment.fromData(Tuple2.of("that", 1), Tuple2.of("is", 1));
        Map<String, Integer> last = new TreeMap<>();
        collect(words.union(more)
                        .filter(pair -> pair.f0.length() > 1)
                        .keyBy(pair -> pair.f0)
                        .sum(1)
                        .map(pair -> Map.entry(pair.f0, pair.f1)))
                .forEach(entry -> last.merge(entry.getKey(), entry.getValue(), Math::max));
        assertThat(last).hasToString("{be=2, is=1, not=1, or=1, that=1, to=2}");
    }

    /** A generic class with getters and setters. */
    public static class Box<T> {
        private T content;
        private List<? extends T> others = new ArrayList<>();

        public T getContent() {
            return content;
        }

        public void setContent(T content) {
            this.content = content;
        }

        public List<? extends T> getOthers() {
            return others;
        }

        public void setOthers(List<? extends T> others) {
            this.others = others;
        }
    }

    private static final class Wrap<T> implements MapFunction<T, Box<T>> {
        @Override
        public Box<T> map(T value) {
            Box<T> box = new Box<>();
            box.setContent(value);
            box.setOthers(List.of(value, value));
            return box;
        }
    }

    private static final class Unpack extends RichFlatMapFunction<Box<Tuple2<Integer, List<Double>>>, Double> {
        private transient double factor;

        @Override
        public void open(OpenContext openContext) {
            factor = 2;
        }

        @Override
        public void flatMap(Box<Tuple2<Integer, List<Double>>> box, Collector<Double> out) {
            box.getOthers().forEach(other -> other.f1.forEach(value -> out.collect(value * factor)));
        }
    }

    @Test
    void nestedGenerics() {
        DataStream<Tuple2<Integer, List<Double>>> pairs = environment.fromData(
                Tuple2.of(1, List.of(1.0, 2.0)), Tuple2.of(2, List.of()), Tuple2.of(3, List.of(5.0)));
        assertThat(collect(pairs.map(new Wrap<>()).rebalance().flatMap(new Unpack())))
                .containsExactlyInAnyOrder(2.0, 4.0, 2.0, 4.0, 10.0, 10.0);
        Map<Integer, Optional<String>> expected = Map.of(1, Optional.of("a"), 2, Optional.empty());
        assertThat(collect(environment
                        .fromData("a", "b")
                        .map(text -> Map.of(text, List.of(Map.of(1, Optional.of(text), 2, Optional.<String>empty()))))
                        .rebalance()
                        .filter(map -> map.containsKey("a"))
                        .map(map -> map.get("a").get(0))))
                .containsExactly(expected);
    }

    /** Who orders. */
    public static class Customer {
        private String name;
        private boolean vip;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public boolean isVip() {
            return vip;
        }

        public void setVip(boolean vip) {
            this.vip = vip;
        }
    }

    /** A class with getters and setters, boxed ones among them, as tools generate it. */
    public static class Order {
        private Customer customer;
        private long amount;
        private Integer priority;
        private BigDecimal price;
        private Instant at;
        private List<String> items;

        public static Order of(String name, long amount, Integer priority) {
            Order order = new Order();
            order.customer = new Customer();
            order.customer.setName(name);
            order.amount = amount;
            order.priority = priority;
            order.price = BigDecimal.valueOf(amount, 2);
            order.at = Instant.ofEpochSecond(amount);
            order.items = List.of("i" + amount);
            return order;
        }

        public Customer getCustomer() {
            return customer;
        }

        public void setCustomer(Customer customer) {
            this.customer = customer;
        }

        public Long getAmount() {
            return amount;
        }

        public void setAmount(Long amount) {
            this.amount = amount;
        }

        public Integer getPriority() {
            return priority;
        }

        public void setPriority(Integer priority) {
            this.priority = priority;
        }

        public BigDecimal getPrice() {
            return price;
        }

        public Order setPrice(BigDecimal price) {
            this.price = price;
            return this;
        }

        public Instant getAt() {
            return at;
        }

        public void setAt(Instant at) {
            this.at = at;
        }

        public List<String> getItems() {
            return items;
        }

        public void setItems(List<String> items) {
            this.items = items;
        }
    }

    @Test
    void classesWithGettersAndSetters() {
        List<Order> orders = List.of(Order.of("ann", 5, 1), Order.of("bob", 7, null), Order.of("ann", 6, 3));
        assertThat(batch.fromCollection(orders)
                        .groupBy("customer.name")
                        .sum("amount")
                        .collect())
                .extracting(order -> order.getCustomer().getName() + order.getAmount() + order.getItems())
                .containsExactlyInAnyOrder("ann11[i5]", "bob7[i7]");
        assertThat(batch.fromCollection(orders)
                        .groupBy(order -> order.getCustomer().getName())
                        .sum("price")
                        .collect())
                .extracting(order -> order.getPrice().toPlainString())
                .containsExactlyInAnyOrder("0.11", "0.07");
        assertThat(batch.fromCollection(orders)
                        .groupBy("customer.vip", "customer.name")
                        .max("priority")
                        .collect())
                .extracting(Order::getPriority)
                .containsExactlyInAnyOrder(3, null);
    }

    /** What happened. */
    public enum Kind {
        CLICK,
        VIEW {
            @Override
            public String toString() {
                return "view";
            }
        }
    }

    /** A record with enums, lists and maps. */
    public record Event(String user, Kind kind, List<Kind> path, Map<Kind, Integer> counts, Set<Kind> seen, int[] raw) {
        Event plus(Event other) {
            List<Kind> joined = new ArrayList<>(path);
            joined.addAll(other.path);
            Map<Kind, Integer> sums = new EnumMap<>(counts);
            other.counts.forEach((key, count) -> sums.merge(key, count, Integer::sum));
            Set<Kind> all = EnumSet.copyOf(seen);
            all.addAll(other.seen);
            return new Event(user, kind, joined, sums, all, raw);
        }
    }

    private static Event event(String user, Kind kind) {
        return new Event(user, kind, List.of(kind), Map.of(kind, 1), EnumSet.of(kind), new int[] {1});
    }

    @Test
    void recordsWithEnumsAndLists() {
        List<Event> events = List.of(event("a", Kind.CLICK), event("a", Kind.VIEW), event("b", Kind.VIEW));
        assertThat(batch.fromCollection(events)
                        .rebalance()
                        .groupBy("user")
                        .reduce(Event::plus)
                        .collect())
                .extracting(event -> event.user() + new TreeMap<>(event.counts()) + event.seen())
                .containsExactlyInAnyOrder("a{CLICK=1, view=1}[CLICK, view]", "b{view=1}[view]");
        assertThat(collect(environment
                        .fromCollection(events)
                        .keyBy(event -> event.kind().name())
                        .map(event -> new EnumMap<>(Map.of(event.kind(), event.path())))))
                .hasSize(3);
    }

    @Test
    void allOfThemAcrossTaskManagers() throws Exception {
        // What crosses between them goes through bytes, each input of a merged stream in its own type.
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 2, 2))) {
            ClusterExecutor.on(cluster, () -> {
                environment =
                        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(4);
                batch = ExecutionEnvironment.getExecutionEnvironment().setParallelism(4);
                lambdasAllTheWay();
                nestedGenerics();
                classesWithGettersAndSetters();
                recordsWithEnumsAndLists();
                interfacesAsElements();
            });
        }
    }

    /** Something with an area. */
    public sealed interface Shape {
        double area();

        default String family() {
            return getClass().getSimpleName();
        }
    }

    /** A round one. */
    public record Circle(double radius) implements Shape {
        @Override
        public double area() {
            return Math.rint(3 * radius * radius);
        }
    }

    /** A record that holds another shape. */
    public record Framed(Shape inner, List<Shape> decoration) implements Shape {
        @Override
        public double area() {
            return inner.area() + decoration.stream().mapToDouble(Shape::area).sum();
        }
    }

    /** One without a default constructor. */
    public static final class Square implements Shape {
        private final double side;

        public Square(double side) {
            this.side = side;
        }

        @Override
        public double area() {
            return side * side;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Square square && square.side == side;
        }

        @Override
        public int hashCode() {
            return Objects.hash(side);
        }
    }

    @Test
    void interfacesAsElements() {
        List<Shape> circles = List.of(new Circle(1), new Circle(2));
        DataStream<Shape> shapes = environment.fromCollection(circles);
        DataStream<Shape> squares = environment.fromData(2, 3).map(side -> new Square(side));
        DataStream<Shape> mixed =
                environment.fromData(new Square(1), new Framed(new Circle(1), List.of(new Square(2))));
        assertThat(collect(shapes.union(squares, mixed)
                        .keyBy(Shape::family)
                        .map(shape -> Tuple2.of(shape.family(), shape.area()))
                        .returns(Types.TUPLE(Types.STRING, Types.DOUBLE))))
                .hasSize(6)
                .contains(Tuple2.of("Framed", 7.0), Tuple2.of("Square", 9.0), Tuple2.of("Circle", 12.0));
        DataStream<Shape> declared = environment.fromData(new Circle(1), new Circle(2));
        assertThat(collect(declared.keyBy(shape -> 0)
                        .reduce((one, other) -> new Framed(one, List.of(other)))
                        .rebalance()
                        .map(Shape::area)))
                .containsExactlyInAnyOrder(3.0, 15.0);
        assertThat(collect(environment
                        .fromElements(Shape.class, new Circle(1), new Square(2))
                        .map(shape -> Tuple3.of(shape, List.of(shape), new LinkedHashMap<>(Map.of(1, shape))))
                        .rebalance()
                        .map(triple -> triple.f1.get(0).area())))
                .containsExactlyInAnyOrder(3.0, 4.0);
    }
}
