package orders;

import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.support.BasicAuthenticationInterceptor;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.client.RestTemplate;

@Configuration
class Security {

    /** A permission is the authority `SCOPE_` and its name. What is not named here is for nobody. */
    @Bean
    SecurityFilterChain rules(HttpSecurity http) throws Exception {
        return http
            .authorizeHttpRequests(requests -> requests
                .requestMatchers("/opening-hours", "/error").permitAll()
                .requestMatchers("/orders").hasAuthority("SCOPE_orders.view")
                .requestMatchers("/manage/**").hasAuthority("SCOPE_orders.manage")
                .anyRequest().denyAll())
            .oauth2ResourceServer(server -> server.opaqueToken(Customizer.withDefaults()))
            .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
            .build();
    }

    /** Spring's own waits for ever; this one for five seconds. It keeps nothing: every request asks. */
    @Bean
    OpaqueTokenIntrospector authEngine(@Value("${authengine.url}") String url, @Value("${authengine.key}") String key) {
        var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build());
        requests.setReadTimeout(Duration.ofSeconds(5));
        var rest = new RestTemplate(requests);
        rest.getInterceptors().add(new BasicAuthenticationInterceptor("orders", key)); // the name that the key was made for
        return new SpringOpaqueTokenIntrospector(url + "/api/v1/auth/introspect", rest);
    }
}
