package dev.rollcall.benchmark.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the gateway is measured against: takes a POST, holds its signature against the one secret, sends the body to the
 * topic and answers 202 from the acknowledgement. No limits, no other answers, no metrics, no headers on the record.
 */
final class BareGateway {

    private BareGateway() {}

    /** @param arguments port, Kafka's address, topic, secret */
    public static void main(String[] arguments) throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        var loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(arguments[1]), new ByteArraySerializer(), new ByteArraySerializer())) {
            int partitions = producer.partitionsFor(arguments[2]).size();
            Channel listening = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline()
                                    .addLast(
                                            new HttpServerCodec(),
                                            new HttpObjectAggregator(512 * 1024),
                                            new BareHandler(producer, arguments[2], arguments[3]));
                        }
                    })
                    .bind("127.0.0.1", Integer.parseInt(arguments[0]))
                    .sync()
                    .channel();
            System.out.println("bare handler on port " + arguments[0] + ", topic of " + partitions + " partitions");
            listening.closeFuture().sync();
        }
    }

    /** As the gateway's producer has them. */
    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                5,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.BATCH_SIZE_CONFIG,
                64 * 1024,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                64L * 1024 * 1024);
    }
}
