package shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

@SpringBootApplication
@RestController
class Shop {

    private final RestClient http = RestClient.create();
    private final OAuth2AuthorizedClientRepository clients;

    Shop(OAuth2AuthorizedClientRepository clients) {
        this.clients = clients;
    }

    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }

    @GetMapping("/")
    Map<String, Object> home(@AuthenticationPrincipal OidcUser user) {
        return Map.of("sub", user.getSubject(), "email", user.getEmail());
    }

    @GetMapping("/userinfo")
    ResponseEntity<String> userinfo(@RegisteredOAuth2AuthorizedClient("authengine") OAuth2AuthorizedClient client) {
        var endpoint = client.getClientRegistration().getProviderDetails().getUserInfoEndpoint().getUri();
        return http.get().uri(endpoint).headers(headers -> headers.setBearerAuth(client.getAccessToken().getTokenValue()))
            .exchange((request, answer) -> ResponseEntity.status(answer.getStatusCode()).contentType(MediaType.APPLICATION_JSON).body(new String(answer.getBody().readAllBytes())));
    }

    /** Spring does this by itself when a token is about to expire; here it is asked to. */
    @GetMapping("/refresh")
    Map<String, Object> refresh(@RegisteredOAuth2AuthorizedClient("authengine") OAuth2AuthorizedClient client, Authentication user, HttpServletRequest request, HttpServletResponse response) {
        var tokens = new RestClientRefreshTokenTokenResponseClient().getTokenResponse(new OAuth2RefreshTokenGrantRequest(client.getClientRegistration(), client.getAccessToken(), client.getRefreshToken()));
        // The former refresh token is used up: keep the new one.
        clients.saveAuthorizedClient(new OAuth2AuthorizedClient(client.getClientRegistration(), client.getPrincipalName(), tokens.getAccessToken(), tokens.getRefreshToken()), user, request, response);
        return Map.of("renewed", !tokens.getAccessToken().getTokenValue().equals(client.getAccessToken().getTokenValue()));
    }

    @GetMapping("/revoke")
    Map<String, Object> revoke(@RegisteredOAuth2AuthorizedClient("authengine") OAuth2AuthorizedClient client) {
        var registration = client.getClientRegistration();
        var endpoint = (String) registration.getProviderDetails().getConfigurationMetadata().get("revocation_endpoint");
        for (var token : List.of(client.getAccessToken().getTokenValue(), client.getRefreshToken().getTokenValue())) {
            var form = new LinkedMultiValueMap<String, String>();
            form.add("token", token);
            http.post().uri(endpoint).headers(headers -> headers.setBasicAuth(registration.getClientId(), registration.getClientSecret())).contentType(MediaType.APPLICATION_FORM_URLENCODED).body(form).retrieve().toBodilessEntity();
        }
        return Map.of("revoked", true);
    }

    @GetMapping("/signed-out")
    String signedOut() {
        return "You are signed out.";
    }
}
